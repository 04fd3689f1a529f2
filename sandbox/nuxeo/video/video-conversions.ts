import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import type { PropertyValue, StoredDocument } from '../repository/document.ts';
import type { Repository } from '../repository/repository.ts';
import { mainBlobOf, saveInBackground } from '../repository/save.ts';
import { readMp4Info, type VideoInfo } from './mp4-info.ts';
import { storyboard } from './storyboard.ts';

const EMPTY = { 'vid:info': null, 'vid:storyboard': [], 'vid:transcodedVideos': [] };

/** What the server does with a video after its main file was set: empties what it knew, and later fills it again. */
export class VideoConversions {
  readonly #repository: Repository;
  readonly #blobs: BlobStore;
  readonly #proxyPath: string;
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  /** @param proxyPath - There is no transcoder here: this small file stands for every conversion, where it exists. */
  constructor(repository: Repository, blobs: BlobStore, proxyPath: string) {
    this.#repository = repository;
    this.#blobs = blobs;
    this.#proxyPath = proxyPath;
  }

  schedule(uid: string): void {
    const document = this.#video(uid);
    if (!document) return;
    const isAgain = document.properties['vid:info'] !== undefined;
    saveInBackground(document, EMPTY);
    this.#cancel(uid);
    if (!mainBlobOf(document)) return;
    const run = () => void this.#convert(uid, isAgain).catch((error: unknown) => console.error(error));
    this.#waiting.set(uid, setTimeout(run, this.#repository.switches.videoDelayMs).unref());
  }

  /** Does at once what was scheduled. */
  async finish(uid: string): Promise<void> {
    if (this.#waiting.has(uid)) await this.#convert(uid, false);
  }

  cancelAll(): void {
    for (const uid of this.#waiting.keys()) this.#cancel(uid);
  }

  #cancel(uid: string): void {
    clearTimeout(this.#waiting.get(uid));
    this.#waiting.delete(uid);
  }

  #video(uid: string): StoredDocument | undefined {
    const document = this.#repository.documents.get(uid);
    const facets = document ? this.#repository.types.facetsOf(document.type, document.instanceFacets) : [];
    return facets.includes('Video') ? document : undefined;
  }

  /** A result for a file that was replaced meanwhile is thrown away. */
  async #convert(uid: string, webmFirst: boolean): Promise<void> {
    this.#cancel(uid);
    const before = this.#video(uid);
    const source = before && mainBlobOf(before);
    if (!source) return;
    const info = await this.#read(source);
    const frames = await storyboard(this.#blobs, info?.duration ?? 0);
    const transcoded = await this.#transcoded(source);
    const document = this.#video(uid);
    if (!document || mainBlobOf(document) !== source) return;
    saveInBackground(document, {
      'vid:info': infoValue(source, info),
      'vid:storyboard': frames,
      // The order follows who finishes first, so that names are all that can be relied on.
      'vid:transcodedVideos': webmFirst ? transcoded.toReversed() : transcoded,
    });
  }

  async #read(blob: StoredBlob): Promise<VideoInfo | undefined> {
    if (blob.content.kind === 'discarded') return undefined;
    return await readMp4Info(blob.length, async (start, end) => await buffer(this.#blobs.read(blob, start, end)));
  }

  async #transcoded(source: StoredBlob): Promise<PropertyValue[]> {
    const proxy = existsSync(this.#proxyPath)
      ? await this.#blobs.import(this.#proxyPath, 'proxy', 'video/mp4')
      : source;
    const base = (source.name ?? 'video').replace(/\.[^.]+$/, '');
    const info = infoValue(proxy, await this.#read(proxy));
    const video = (name: string, extension: string, mimeType: string): PropertyValue => ({
      name,
      content: proxy.with({ name: `${base}-480p.${extension}`, mimeType }),
      info,
    });
    return [video('MP4 480p', 'mp4', 'video/mp4'), video('WebM 480p', 'webm', 'video/webm')];
  }
}

function infoValue(blob: StoredBlob, info: VideoInfo | undefined): PropertyValue {
  const format = blob.mimeType?.split('/')[1] ?? null;
  if (!info) return { duration: null, width: null, height: null, format, frameRate: null, streams: [] };
  const { codec, ...numbers } = info;
  return { ...numbers, format, streams: [{ type: 'Video', codec, streamInfo: `Video: ${codec}`, bitRate: null }] };
}
