import { numberOf, textOf, type NuxeoBlob, type ReviewDocument } from './document.ts';

export interface VideoSource {
  readonly src: string;
  /** Absent where only trying can tell whether the browser plays it. */
  readonly type: string | undefined;
}

interface Rendition {
  readonly content?: NuxeoBlob | null;
}

/** What can be played, lightest first: Nuxeo's own renditions, then the main file. */
export function videoSources({ properties }: ReviewDocument): VideoSource[] {
  const renditions = properties?.['vid:transcodedVideos'];
  const transcoded = Array.isArray(renditions) ? (renditions as readonly (Rendition | null)[]) : [];
  const main = properties?.['file:content'] as NuxeoBlob | null | undefined;
  const isVideo = (blob: NuxeoBlob | null | undefined) => blob?.['mime-type']?.startsWith('video/') === true;
  return [
    ...transcoded
      .map((one) => one?.content)
      .filter(isVideo)
      .flatMap((blob) => source(blob, true)),
    ...(isVideo(main) ? source(main, false) : []),
  ];
}

/** Of the main file the type is not said: browsers play more of QuickTime than they promise. */
function source(blob: NuxeoBlob | null | undefined, typed: boolean): VideoSource[] {
  return blob?.data ? [{ src: blob.data, type: typed ? (blob['mime-type'] ?? undefined) : undefined }] : [];
}

const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'];

/** A picture that browsers show: Nuxeo's largest rendition of it, or the main file. */
export function pictureSource({ properties }: ReviewDocument): string | undefined {
  const views = properties?.['picture:views'];
  const rendered = Array.isArray(views) ? (views as readonly ((Rendition & { title?: string }) | null)[]) : [];
  const large = rendered.find((view) => view?.title === 'FullHD')?.content;
  const main = properties?.['file:content'] as NuxeoBlob | null | undefined;
  const shown = [large, main].find((blob) => PICTURES.includes(blob?.['mime-type'] ?? ''));
  return shown?.data ?? undefined;
}

/** Width by height, so that nothing jumps when the picture arrives. */
export function pictureRatio(document: ReviewDocument): number {
  const [, width, height] = /^(\d+) x (\d+)$/.exec(textOf(document, 'frameioasset:resolution') ?? '') ?? [];
  const ratio = Number(width) / Number(height);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9;
}

/** Of the record, else of the asset, else of what Nuxeo found in the file. */
export function framesPerSecond(document: ReviewDocument, recorded: number | undefined): number | undefined {
  const info = document.properties?.['vid:info'] as { frameRate?: number | null } | null | undefined;
  const found = recorded ?? numberOf(document, 'frameioasset:fps') ?? info?.frameRate ?? undefined;
  return found !== undefined && found > 0 ? found : undefined;
}
