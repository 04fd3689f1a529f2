import type { ApprovalGate } from '../domain/binding.ts';

/** The OAuth provider entry that an administrator registers once for everybody. */
export interface Provider {
  readonly serviceName: string;
  readonly description: string;
  readonly clientId: string;
  /** Encrypted at rest, never sent to a browser. */
  readonly clientSecret: string;
  readonly authorizationServerUrl: string;
  readonly tokenServerUrl: string;
  /** Where browsers are sent instead of the authorization server, when it is not empty. */
  readonly userAuthorizationUrl: string;
  /** As registered at Adobe, letter by letter; absent: the usual one. */
  readonly redirectUri?: string;
  readonly scopes: readonly string[];
  readonly pkce: boolean;
  /** The provider: nobody can sign in while it is off. */
  readonly enabled: boolean;
  /** The actions: offered in Nuxeo or not. */
  readonly serviceEnabled: boolean;
  readonly savedAt: Date;
  readonly savedBy: string;
}

/** Our own registration at Nuxeo's OAuth2 provider. */
export interface NuxeoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface Settings {
  readonly approvalGate: ApprovalGate;
  /** Option ids of the Status field that count as approved, by account. */
  readonly approvedOptionIds: Readonly<Record<string, readonly string[]>>;
  /** Comments and annotations come back with the asset. */
  readonly comments: boolean;
  /** Push by a presigned URL that Frame.io fetches itself (X17). */
  readonly remoteUpload: boolean;
}

export const defaultSettings: Settings = {
  approvalGate: 'warn',
  approvedOptionIds: {},
  comments: true,
  remoteUpload: false,
};

export interface ProviderStore {
  provider(): Promise<Provider | undefined>;
  saveProvider(provider: Provider): Promise<void>;
  nuxeoClient(): Promise<NuxeoClient | undefined>;
  saveNuxeoClient(client: NuxeoClient): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
}
