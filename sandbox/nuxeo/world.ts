import type { Request, Response } from 'express';
import type { Control } from '../shared/control.ts';
import type { Accounts } from './auth/accounts.ts';
import type { OAuth2Store } from './auth/oauth2-store.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Presigner } from './blobs/presigned.ts';
import type { Principal } from './people/directory.ts';
import type { Repository, Session } from './repository/repository.ts';
import type { Switches } from './switches.ts';
import type { BatchStore } from './upload/batch-store.ts';
import type { VideoConversions } from './video/video-conversions.ts';

/** Everything the server consists of, made once in `server.ts`. */
export interface World {
  readonly switches: Switches;
  readonly control: Control;
  readonly repository: Repository;
  readonly blobs: BlobStore;
  readonly videos: VideoConversions;
  readonly batches: BatchStore;
  readonly accounts: Accounts;
  readonly oauth2: OAuth2Store;
  readonly presigner: Presigner;
  /** Set when the address is fixed instead of taken from each request. */
  readonly publicUrl: string | undefined;
}

export function principalOf(res: Response): Principal {
  const principal = (res.locals as { principal?: Principal }).principal;
  if (!principal) throw new Error('the request is not authenticated');
  return principal;
}

export function sessionOf(world: World, res: Response): Session {
  return { repository: world.repository, principal: principalOf(res) };
}

/** Where the client reached us, with the context path: from the headers a proxy sets, else from the request. */
export function baseUrlOf(world: World, req: Request): string {
  return `${serverUrlOf(world, req)}/nuxeo`;
}

export function serverUrlOf(world: World, req: Request): string {
  const virtualHost = req.get('nuxeo-virtual-host');
  if (virtualHost) return virtualHost.replace(/\/$/, '');
  const forwardedHost = req.get('x-forwarded-host');
  if (forwardedHost) return forwardedUrl(req, forwardedHost);
  if (world.publicUrl) return new URL(world.publicUrl).origin;
  return `${req.protocol}://${req.get('host') ?? 'localhost'}`;
}

function forwardedUrl(req: Request, host: string): string {
  const protocol = req.get('x-forwarded-proto') ?? 'http';
  const port = req.get('x-forwarded-port');
  return new URL(`${protocol}://${host}${port && !host.includes(':') ? `:${port}` : ''}`).origin;
}
