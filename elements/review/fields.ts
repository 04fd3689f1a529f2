import { formatBytes, formatDate, formatDuration } from '../shared/format.ts';
import { currentLanguage, i18n } from '../shared/i18n.ts';
import { numberOf, textOf, type ReviewDocument } from './document.ts';

export interface Field {
  readonly label: string;
  readonly value: string;
}

/** The nine fields of an asset (N68); what does not apply is left out. */
export function assetFields(document: ReviewDocument): Field[] {
  const text = (name: string) => textOf(document, `frameioasset:${name}`);
  const number = (name: string) => positive(numberOf(document, `frameioasset:${name}`));
  return [
    field(i18n('frameio.review.field.file-name'), text('fileName')),
    field(i18n('frameio.review.field.uploader'), text('uploader')),
    field(i18n('frameio.review.field.upload-date'), date(document, 'frameioasset:uploadDate'), formatDate),
    field(i18n('frameio.review.field.codec'), text('codec')),
    field(i18n('frameio.review.field.resolution'), text('resolution')),
    field(i18n('frameio.review.field.fps'), number('fps'), decimal),
    field(i18n('frameio.review.field.file-size'), number('size'), formatBytes),
    field(i18n('frameio.review.field.duration'), number('duration'), formatDuration),
    field(i18n('frameio.review.field.frames'), number('frames'), String),
  ].flat();
}

/** What went out, by whom and when; nothing where it came from Frame.io. */
export function sentFields(document: ReviewDocument): Field[] {
  const name = textOf(document, 'frameioasset:sentName');
  if (name === undefined) return [];
  const length = numberOf(document, 'frameioasset:sentLength');
  const isMain = textOf(document, 'frameioasset:sentXpath') === 'file:content';
  const what = isMain ? i18n('frameio.review.sent.main', name) : i18n('frameio.review.sent.rendition', name);
  return [
    field(i18n('frameio.review.field.sent'), length === undefined ? what : `${what}, ${formatBytes(length)}`),
    field(i18n('frameio.review.field.sent-by'), textOf(document, 'frameioasset:sentBy')),
    field(i18n('frameio.review.field.sent-on'), date(document, 'frameioasset:sentDate'), formatMoment),
  ].flat();
}

/** `July 6, 2021 at 3:04 PM` */
export function formatMoment(iso: string): string {
  if (Number.isNaN(Date.parse(iso))) return '';
  const format = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long', timeStyle: 'short' });
  return format.format(new Date(iso));
}

function field<T>(label: string, value: T | undefined, format: (value: T) => string = String): Field[] {
  if (value === undefined) return [];
  return [{ label, value: format(value) }];
}

function date(document: ReviewDocument, property: string): string | undefined {
  const iso = textOf(document, property);
  return iso === undefined || Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function decimal(value: number): string {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 3 }).format(value);
}

const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);
