import type { JsonObject } from '../domain/job.ts';
import {
  defaultSettings,
  type NuxeoClient,
  type Provider,
  type ProviderStore,
  type Settings,
} from '../ports/provider-store.ts';
import { json } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { RegistrationName } from './tables.ts';

interface Registration {
  readonly value: JsonObject;
  readonly secret: string | undefined;
}

export function createProviderStore({ db, secrets }: Pick<StoreOptions, 'db' | 'secrets'>): ProviderStore {
  const { kysely } = db;
  const read = async (name: RegistrationName): Promise<Registration | undefined> => {
    const row = await kysely.selectFrom('registrations').selectAll().where('name', '=', name).executeTakeFirst();
    if (!row) return undefined;
    return { value: row.value, secret: row.secret === null ? undefined : secrets.open(row.secret, place(name)) };
  };
  const write = async (name: RegistrationName, value: object, secret?: string) => {
    const sealed = secret === undefined ? null : secrets.seal(secret, place(name));
    const columns = { value: json(value), secret: sealed };
    await kysely
      .insertInto('registrations')
      .values({ name, ...columns })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(columns))
      .execute();
  };

  return {
    provider: async () => {
      const stored = await read('provider');
      return stored && toProvider(stored);
    },
    saveProvider: ({ clientSecret, ...value }) => write('provider', value, clientSecret),
    nuxeoClient: async () => {
      const stored = await read('nuxeo-client');
      return stored && ({ ...stored.value, clientSecret: stored.secret ?? '' } as unknown as NuxeoClient);
    },
    saveNuxeoClient: ({ clientSecret, ...value }) => write('nuxeo-client', value, clientSecret),
    settings: async () => {
      const stored = await read('settings');
      return { ...defaultSettings, ...(stored?.value as Partial<Settings> | undefined) };
    },
    saveSettings: (settings) => write('settings', settings),
  };
}

/** Written by `saveProvider`; only the date changes its shape on the way. */
function toProvider({ value, secret }: Registration): Provider {
  const stored = value as unknown as Omit<Provider, 'clientSecret' | 'savedAt'> & { savedAt: string };
  return { ...stored, clientSecret: secret ?? '', savedAt: new Date(stored.savedAt) };
}

function place(row: RegistrationName) {
  return { table: 'registrations', column: 'secret', row };
}
