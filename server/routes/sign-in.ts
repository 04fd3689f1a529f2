import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { checkQuery } from '../contract/check.ts';
import { failureOf, type ErrorCode } from '../domain/errors.ts';
import type { ProbeSeal } from '../ports/probe.ts';
import type { TokenKind } from '../ports/token-store.ts';
import type { AccountDeps } from '../use-cases/account-deps.ts';
import { finishSignIn } from '../use-cases/finish-sign-in.ts';
import { localeOf, statusOf } from './error-response.ts';
import { sentence, words, type Locale } from './sentences.ts';
import { createSignInCookie } from './sign-in-cookie.ts';
import { sendSignInPage } from './sign-in-page.ts';

export interface SignInRouteDeps extends AccountDeps {
  readonly probeSeal: ProbeSeal;
  /** People see a page; the failure itself is for the log. */
  readonly log: (error: unknown, req: Request, status: number) => void;
}

const text = z.string().max(4000).optional().catch(undefined);
const callbackQuery = z.object({ code: text, error: text, state: text });

/** Where Nuxeo's provider and Adobe send the window back to. */
export function createSignInRoutes(deps: SignInRouteDeps): Router {
  const router = Router();
  router.get('/oauth/nuxeo/callback', createCallback('nuxeo', deps));
  router.get('/oauth/frameio/callback', createCallback('frameio', deps));
  return router;
}

/** Also for Nuxeo's own path, `/nuxeo/site/oauth2/frameio/callback`. Trusts the state and its cookie alone. */
export function createCallback(kind: TokenKind, deps: SignInRouteDeps): RequestHandler {
  const { signIn, addresses, probeSeal } = deps;
  const cookies = createSignInCookie(addresses.publicUrl);

  return async (req, res) => {
    const check = checkQuery.safeParse(req.query);
    if (check.success) {
      res.json({ check: probeSeal.seal(check.data.check) });
      return;
    }
    const { code, error, state } = callbackQuery.parse(req.query);
    const cookie = cookies.read(req) ?? '';
    let openerOrigin = new URL(addresses.publicUrl).origin;
    try {
      const flow = await signIn.claim(kind, { state, cookie });
      openerOrigin = flow.openerOrigin;
      const { next } = await finishSignIn(flow, { code, error, cookie }, deps);
      if (next !== undefined) {
        res.set('Cache-Control', 'no-store').redirect(302, next);
        return;
      }
      cookies.clear(res);
      sayDone(kind, openerOrigin, { req, res, deps });
    } catch (thrown) {
      cookies.clear(res);
      sayFailed(thrown, openerOrigin, { req, res, deps });
    }
  };
}

interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly deps: SignInRouteDeps;
}

function sayDone(kind: TokenKind, openerOrigin: string, { req, res, deps }: Exchange): void {
  const locale = localeOf(req);
  const done = words(locale, kind === 'nuxeo' ? 'frameio.signin.done.nuxeo' : 'frameio.signin.done');
  sendSignInPage(res, 200, {
    message: { source: 'nuxeo-frameio', ok: true },
    sentences: [done, words(locale, 'frameio.signin.close')],
    locale,
    openerOrigin,
    backUrl: backUrl(deps),
  });
}

function sayFailed(thrown: unknown, openerOrigin: string, { req, res, deps }: Exchange): void {
  const { code, params } = failureOf(thrown);
  const locale = localeOf(req);
  const reference = words(locale, 'frameio.signin.reference', [String(res.getHeader('X-Request-Id') ?? '–')]);
  deps.log(thrown, req, statusOf[code]);
  sendSignInPage(res, statusOf[code], {
    message: { source: 'nuxeo-frameio', ok: false, code },
    sentences: [explanation(locale, code, params), words(locale, 'frameio.signin.retry'), reference],
    locale,
    openerOrigin,
    backUrl: backUrl(deps),
  });
}

/** In this window the reader is in the middle of signing in: that has sentences of its own. */
function explanation(locale: Locale, code: ErrorCode, params: readonly string[]): string {
  const key = `frameio.signin.failed.${code}`;
  const own = words(locale, key, params);
  return own === key ? sentence(locale, code, params) : own;
}

function backUrl({ addresses }: AccountDeps): string {
  return `${addresses.nuxeoPublicUrl}/ui/`;
}
