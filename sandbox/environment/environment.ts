import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../shared/free-port.ts';
import { startProcess, type RunningProcess } from '../shared/processes.ts';

const script = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The mail stand-in takes any login; this one is there to be kept secret. */
export const SMTP_PASSWORD = 'passphrase-of-the-mailbox';

/** Everything that a rehearsal needs, each in a process of its own, behind one origin. */
export interface Environment {
  /** The one origin that browsers see: `http://localhost:…/nuxeo`. */
  readonly publicUrl: string;
  /** The same for the sidecar: `…/nuxeo/frameio`. */
  readonly sidecarUrl: string;
  readonly nuxeoUrl: string;
  readonly frameioUrl: string;
  readonly mailUrl: string;
  /** Changes when the sidecar is started again. */
  sidecar(): RunningProcess;
  /** Starts it on the same data, as after a crash or an update. */
  restartSidecar(env?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

export interface EnvironmentOptions {
  /** Kept between runs when given; else a folder that goes with the environment. */
  readonly dataFolder?: string;
  readonly publicPort?: number;
  /** Serves the page with Web UI's slots and our plugin at `<publicUrl>/ui/`. Takes a few seconds more. */
  readonly webUi?: boolean;
  /** For the sidecar, on top of what it needs here. */
  readonly sidecarEnv?: Readonly<Record<string, string>>;
  readonly frameioSwitches?: Readonly<Record<string, unknown>>;
  /** Where each process' output goes; else SANDBOX_LOGS, else nowhere. */
  readonly logFolder?: string;
}

interface StandIns {
  readonly nuxeo: RunningProcess;
  readonly frameio: RunningProcess;
  readonly mail: RunningProcess;
  readonly proxy: RunningProcess;
}

export async function startEnvironment(given: EnvironmentOptions = {}): Promise<Environment> {
  const logFolder = given.logFolder ?? process.env['SANDBOX_LOGS'];
  const options = { ...given, ...(logFolder === undefined ? {} : { logFolder }) };
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'nuxeo-frameio-')));
  const publicPort = options.publicPort ?? (await freePort());
  const sidecarPort = await freePort();
  // Nuxeo accepts redirects to https or to http://localhost, never to an address.
  const publicUrl = `http://localhost:${publicPort}/nuxeo`;
  const running: RunningProcess[] = [];
  const remove = async () => {
    for (const one of [...running].reverse()) await one.stop();
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const standIns = await startStandIns(publicPort, sidecarPort, publicUrl, options, running);
    const start = (env: Readonly<Record<string, string>> = {}) =>
      startSidecar(
        { ...sidecarEnv(standIns, { publicUrl, sidecarPort, dataFolder }), ...options.sidecarEnv, ...env },
        options,
      );
    let sidecar = await start();
    return {
      publicUrl,
      sidecarUrl: `${publicUrl}/frameio`,
      ...addresses(standIns),
      sidecar: () => sidecar,
      async restartSidecar(env) {
        await sidecar.stop();
        sidecar = await start(env);
      },
      async stop() {
        await sidecar.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startStandIns(
  publicPort: number,
  sidecarPort: number,
  publicUrl: string,
  options: EnvironmentOptions,
  running: RunningProcess[],
): Promise<StandIns> {
  const start = async (name: string, env: Record<string, string>) => {
    const one = await startProcess({
      name,
      script: script(`sandbox/${name}/main.ts`),
      env,
      readyTimeoutSeconds: name === 'host' ? 120 : 20,
      ...logged(name, options),
    });
    running.push(one);
    return one;
  };
  const [nuxeo, frameio, mail] = await Promise.all([
    start('nuxeo', { NUXEO_PUBLIC_URL: publicUrl }),
    start('frameio', { FRAMEIO_SWITCHES: JSON.stringify(options.frameioSwitches ?? {}) }),
    start('mail', {}),
  ]);
  const nuxeoUrl = (nuxeo.ready as { url: string }).url;
  const webUi = options.webUi ? await start('host', { NUXEO_URL: nuxeoUrl }) : undefined;
  const proxy = await start('proxy', {
    PROXY_PORT: String(publicPort),
    NUXEO_URL: nuxeoUrl,
    SIDECAR_URL: `http://127.0.0.1:${sidecarPort}`,
    ...(webUi ? { WEB_UI_URL: (webUi.ready as { url: string }).url } : {}),
  });
  return { nuxeo, frameio, mail, proxy };
}

function logged(name: string, { logFolder }: EnvironmentOptions) {
  return logFolder === undefined ? {} : { logFile: join(logFolder, `${name}.log`) };
}

function addresses({ nuxeo, frameio, mail }: StandIns) {
  return {
    nuxeoUrl: (nuxeo.ready as { url: string }).url,
    frameioUrl: (frameio.ready as { apiUrl: string }).apiUrl,
    mailUrl: (mail.ready as { webUrl: string }).webUrl,
  };
}

function sidecarEnv(
  standIns: StandIns,
  { publicUrl, sidecarPort, dataFolder }: { publicUrl: string; sidecarPort: number; dataFolder: string },
): Record<string, string> {
  const { nuxeoUrl, frameioUrl } = addresses(standIns);
  const { storageUrl } = standIns.frameio.ready as { storageUrl: string };
  const { smtpUrl } = standIns.mail.ready as { smtpUrl: string };
  return {
    NUXEO_URL: nuxeoUrl,
    PUBLIC_URL: publicUrl,
    PORT: String(sidecarPort),
    DATA_FOLDER: dataFolder,
    FRAMEIO_API_URL: frameioUrl,
    FRAMEIO_IMS_URL: frameioUrl,
    PRESIGNED_HOSTS: new URL(storageUrl).host,
    ALLOW_PRIVATE_ADDRESSES: 'true',
    // Whoever wants to see them says so: what they start would be in the way of what a test counts.
    WEBHOOKS: 'off',
    SMTP_URL: smtpUrl.replace('://', `://sandbox:${SMTP_PASSWORD}@`),
    MAIL_FROM: 'Nuxeo <nuxeo@northlight.example>',
  };
}

function startSidecar(env: Record<string, string>, options: EnvironmentOptions): Promise<RunningProcess> {
  return startProcess({
    name: 'sidecar',
    script: script('server/main.ts'),
    env,
    watchParent: true,
    ...logged('sidecar', options),
  });
}
