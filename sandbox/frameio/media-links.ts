import type { Access } from './access.ts';
import { forbidden } from './errors.ts';
import type { FileAsset } from './model.ts';
import type { Sandbox } from './sandbox.ts';

export const RENDITIONS = [
  'original',
  'thumbnail',
  'thumbnail_high_quality',
  'video_h264_180',
  'high_quality',
  'efficient',
  'scrub_sheet',
] as const;
export type Rendition = (typeof RENDITIONS)[number];

export const PICTURES: readonly Rendition[] = ['thumbnail', 'thumbnail_high_quality', 'scrub_sheet'];

/**
 * Links of the asked renditions.
 *
 * @throws ApiError 403 for the whole request when the original is asked for and may not be downloaded.
 */
export function mediaLinks(sandbox: Sandbox, access: Access, file: FileAsset, asked: readonly Rendition[]) {
  return Object.fromEntries(
    asked.map((rendition) => {
      if (rendition === 'original') return [rendition, originalLinks(sandbox, access, file)];
      return [rendition, renditionLinks(sandbox, file, rendition)];
    }),
  );
}

/** Made as soon as the file exists; before the bytes are there the storage refuses it. */
function originalLinks(sandbox: Sandbox, access: Access, file: FileAsset) {
  if (!access.mayDownload(file)) throw forbidden('You do not have permission to download the original');
  return {
    download_url: link(sandbox, file, 'original', 'attachment'),
    inline_url: link(sandbox, file, 'original', 'inline'),
  };
}

function renditionLinks(sandbox: Sandbox, file: FileAsset, rendition: Rendition) {
  const exists = file.status === 'transcoded' && (isPicture(rendition) || file.mediaType.startsWith('video/'));
  const url = (disposition: 'attachment' | 'inline') => (exists ? link(sandbox, file, rendition, disposition) : null);
  if (rendition === 'high_quality' || rendition === 'efficient') return { download_url: url('attachment') };
  return { download_url: url('attachment'), url: url('inline') };
}

export const isPicture = (rendition: Rendition): boolean => PICTURES.includes(rendition);

function link(sandbox: Sandbox, file: FileAsset, rendition: Rendition, disposition: 'attachment' | 'inline'): string {
  const path = `/uploads/${file.id}/${rendition}`;
  const header = `${disposition}; ${fileNameParameters(file.name)}`;
  return sandbox.storage.url + sandbox.storage.presigner.download(path, header, sandbox.switches.linkTtlSeconds);
}

/** A header holds plain letters only: a name with others stands beside what is left of it. */
function fileNameParameters(name: string): string {
  const plain = `filename="${name.replaceAll(/[^ -~]|["\\]/g, '_')}"`;
  if (/^[ -~]*$/.test(name)) return plain;
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${plain}; filename*=UTF-8''${encoded}`;
}
