import { FrameioError } from '../../domain/errors.ts';
import type { StackRef } from '../../domain/refs.ts';
import type { Frameio, FrameioFile, FrameioStack } from '../../ports/frameio.ts';
import { path, type Api, type ApiRequest } from './api.ts';
import { toFile, toStack } from './asset-mappers.ts';
import { hasStatus } from './errors.ts';
import { everything, PAGE_SIZE } from './paging.ts';
import { filePayload, stackPayload, type StackPayload } from './payloads.ts';

export function versionStackResource(api: Api): Frameio['versionStacks'] {
  return {
    get: (stack) => getStack(api, stack),
    async members(stack) {
      const { head } = await getStack(api, stack);
      const payloads = await everything(api, versionsOf(stack), filePayload);
      return oldestFirst(
        payloads.map((payload) => toFile(stack, payload)),
        head.id,
      );
    },
    async create(folder, files) {
      const resource = path`/v4/accounts/${folder.accountId}/folders/${folder.folderId}/version_stacks`;
      const request = { operation: 'version_stacks.create', method: 'POST', path: resource } as const;
      const data = { file_ids: files.map(({ fileId }) => fileId) };
      return withHead(folder.accountId, await api.one({ ...request, data }, stackPayload));
    },
  };
}

const pathOf = ({ accountId, stackId }: StackRef) => path`/v4/accounts/${accountId}/version_stacks/${stackId}`;

const versionsOf = (stack: StackRef): ApiRequest => ({
  operation: 'version_stacks.index',
  method: 'GET',
  path: `${pathOf(stack)}/children`,
  query: { page_size: PAGE_SIZE, include: 'metadata,creator' },
});

/** The id of a file or folder is answered with 422 (400 means the same), or with 404: there is no such stack. */
async function getStack(api: Api, stack: StackRef): Promise<FrameioStack> {
  const request = { operation: 'version_stacks.show', method: 'GET', path: pathOf(stack) } as const;
  const query = { include: 'metadata,creator' };
  const payload = await api.one({ ...request, query }, stackPayload).catch((error: unknown) => {
    if (hasStatus(error, 400, 422)) throw new FrameioError('frameio-not-found', { cause: error });
    throw error;
  });
  return withHead(stack.accountId, payload);
}

function withHead(accountId: string, payload: StackPayload): FrameioStack {
  const stack = toStack({ accountId }, payload);
  if (stack) return stack;
  throw new FrameioError('frameio-not-found', { context: { detail: 'a version stack without a file' } });
}

/**
 * The order of the list is not documented, but who is the head is: if that one is
 * at an end of the list, the list is the order, from one side or the other.
 */
function oldestFirst(files: readonly FrameioFile[], headId: string): FrameioFile[] {
  if (files.at(-1)?.id === headId) return [...files];
  if (files[0]?.id === headId) return files.toReversed();
  const age = (file: FrameioFile) => (file.id === headId ? Infinity : file.createdAt.getTime());
  return files.toSorted((a, b) => age(a) - age(b));
}
