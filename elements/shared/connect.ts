import type { AccountAnswer, ConnectAnswer, SignInMessage } from '../../server/contract/account.ts';
import type { Api } from './api.ts';
import { ApiFailure } from './failure.ts';
import { i18n } from './i18n.ts';

export interface ConnectOptions {
  /** Signs in at Frame.io although the connection works: to use another Adobe ID. */
  readonly again?: boolean;
}

const WINDOW = 'popup,width=560,height=720';
const POLL_MS = 300;

let running: { readonly popup: Window; readonly done: Promise<void> } | undefined;

/**
 * The sign-in in a window of its own: Nuxeo's permission, then Frame.io's. Call it in the click handler itself,
 * before anything asynchronous: only then do browsers open windows. Calls at the same time share one window.
 *
 * @throws ApiFailure `popup-blocked`, `sign-in-abandoned`, `oauth-denied` and what else the sign-in ended with.
 */
export function connect(api: Api, options: ConnectOptions = {}): Promise<void> {
  if (running) {
    running.popup.focus();
    return running.done;
  }
  const popup = window.open('about:blank', 'nuxeo-frameio-sign-in', WINDOW);
  if (!popup || popup.closed) return Promise.reject(new ApiFailure({ code: 'popup-blocked' }));
  const done = signIn(popup, api, options).finally(() => (running = undefined));
  running = { popup, done };
  return done;
}

async function signIn(popup: Window, api: Api, options: ConnectOptions): Promise<void> {
  const before = await start(popup, api, options);
  await finished(popup, () => isConnectedSince(before, api));
  // It would close by itself a moment later; another sign-in until then would use a window that goes.
  popup.close();
}

/** An empty window that says nothing helps nobody: it goes when there is nowhere to send it. */
async function start(popup: Window, api: Api, { again = false }: ConnectOptions): Promise<AccountAnswer> {
  try {
    const before = await api.get<AccountAnswer>('/account');
    const { url } = await api.post<ConnectAnswer>('/account/connect', { again });
    popup.location.replace(url);
    return before;
  } catch (error) {
    popup.close();
    throw error;
  }
}

/** The window's own word, or what has become of it. */
function finished(popup: Window, isConnected: () => Promise<boolean>): Promise<void> {
  const over = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const listen = (event: MessageEvent<unknown>) => {
      if (event.origin !== location.origin || event.source !== popup || !isSignInMessage(event.data)) return;
      if (event.data.ok) resolve();
      else reject(signInFailure(event.data.code));
    };
    window.addEventListener('message', listen, { signal: over.signal });
    onSignedInElsewhere(() => void isConnected().then((is) => is && resolve(), reject), over.signal);
    whenClosed(popup, over.signal, () => {
      // It may have been cut from this page on its way through Adobe's pages, and have finished all the same.
      isConnected().then((is) => (is ? resolve() : reject(new ApiFailure({ code: 'sign-in-abandoned' }))), reject);
    });
  }).finally(() => over.abort());
}

/** No event tells that a window was closed. */
function whenClosed(popup: Window, signal: AbortSignal, closed: () => void): void {
  const timer = setInterval(() => {
    if (!popup.closed) return;
    clearInterval(timer);
    closed();
  }, POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/**
 * A sign-in that ended well in a window that this page has lost, or in another tab. Only pages of the same origin
 * are heard here, and what they say is a reason to look, not a fact.
 */
export function onSignedInElsewhere(listener: () => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel('nuxeo-frameio');
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isSignInMessage(data) && data.ok) listener();
  });
  signal.addEventListener('abort', () => channel.close());
}

async function isConnectedSince(before: AccountAnswer, api: Api): Promise<boolean> {
  const now = await api.get<AccountAnswer>('/account');
  return now.ready && (!before.ready || now.frameio.connectedAt !== before.frameio.connectedAt);
}

function isSignInMessage(data: unknown): data is SignInMessage {
  return typeof data === 'object' && data !== null && (data as SignInMessage).source === 'nuxeo-frameio';
}

/** The message has no values for placeholders; the window has said everything. */
function signInFailure(code = 'sign-in-failed'): ApiFailure {
  const isWhole = !i18n(`frameio.error.${code}`).includes('{0}');
  return new ApiFailure({ code: isWhole ? code : 'sign-in-failed' });
}
