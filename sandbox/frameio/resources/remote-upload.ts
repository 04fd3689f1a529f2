import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { FileAsset } from '../model.ts';
import type { Sandbox } from '../sandbox.ts';

/** Fetches a file from where the caller said, without any header of the caller's. A failure leaves an empty file. */
export async function pull(sandbox: Sandbox, file: FileAsset, url: string): Promise<void> {
  try {
    const answer = await fetch(url);
    if (!answer.ok || !answer.body) throw new Error(`The source answered ${String(answer.status)}`);
    const size = Number(answer.headers.get('content-length') ?? Number.NaN);
    if (!(size > 0 && size <= sandbox.switches.remoteUploadLimit))
      throw new Error('The source has no acceptable length');
    const body = Readable.fromWeb(answer.body as ReadableStream);
    const part = await sandbox.storage.writePart(`${file.id}/remote`, body, size, sandbox.switches.keepBytes);
    file.size = size;
    sandbox.pipeline.complete(file, { kind: 'parts', parts: [part] });
  } catch {
    file.uploadFailed = true;
  }
}
