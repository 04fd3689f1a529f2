import type { Clock } from '../../ports/clock.ts';
import type { Frameio } from '../../ports/frameio.ts';
import type { HttpClient } from '../http/http-client.ts';
import { accountResources } from './accounts.ts';
import { actionResource } from './actions.ts';
import { createApi, type Api, type ApiOptions } from './api.ts';
import type { FrameBase } from './comment-mapper.ts';
import { commentResource } from './comments.ts';
import { fileResource } from './files.ts';
import { folderResource } from './folders.ts';
import { createFrameioMemory, type FrameioMemory } from './memory.ts';
import { metadataResource } from './metadata.ts';
import { resolveResource } from './resolve.ts';
import { versionStackResource } from './version-stacks.ts';
import { webhookResource } from './webhooks.ts';

export interface FrameioOptions extends ApiOptions {
  /** For presigned hosts, with connections of its own: never sees our token. */
  readonly storage: HttpClient;
  /** The number that Frame.io gives to a video's first frame in comments. */
  readonly frameBase: FrameBase;
  readonly clock: Clock;
  /** Shared by connections to spare questions; default: one of this connection alone. */
  readonly memory?: FrameioMemory | undefined;
}

/** Frame.io V4 in the name of whoever the token belongs to. */
export function createFrameio(options: FrameioOptions): Frameio {
  const memory = options.memory ?? createFrameioMemory(options.clock);
  return assemble(createApi(options), { ...options, memory });
}

type Parts = Pick<FrameioOptions, 'storage' | 'frameBase'> & { readonly memory: FrameioMemory };

function assemble(api: Api, parts: Parts): Frameio {
  const resources = {
    ...accountResources(api),
    folders: folderResource(api),
    files: fileResource(api, parts),
    versionStacks: versionStackResource(api),
    comments: commentResource(api, parts),
    metadata: metadataResource(api, parts.memory),
    actions: actionResource(api),
    webhooks: webhookResource(api),
  };
  return {
    ...resources,
    resolve: (resource) => resolveResource(resource, resources),
    withSignal: (signal) => assemble(api.withSignal(signal), parts),
  };
}
