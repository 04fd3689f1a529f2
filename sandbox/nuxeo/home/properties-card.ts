import { StoredBlob } from '../blobs/stored-blob.ts';
import type { PropertyValue, StoredDocument } from '../repository/document.ts';
import type { Session } from '../repository/repository.ts';
import type { Schema } from '../types/model.ts';
import { escapeHtml } from '../web/html.ts';

/** What is set, schema by schema. */
export function propertiesCard(session: Session, document: StoredDocument): string {
  const schemas = session.repository.types.schemasOf(document.type, document.instanceFacets);
  return schemas.map((schema) => schemaCard(schema, document)).join('');
}

function schemaCard({ name, prefix, fields }: Schema, document: StoredDocument): string {
  const rows = Object.keys(fields).flatMap((field) => {
    const key = `${prefix}:${field}`;
    const value = document.properties[key] ?? null;
    if (isEmpty(value)) return [];
    return [
      `<tr><td class="key">${escapeHtml(key)}</td><td>${shown(value, { uid: document.uid, xpath: key })}</td></tr>`,
    ];
  });
  if (rows.length === 0) return '';
  return `<section class="card"><h2>${escapeHtml(name)}</h2><table><tbody>${rows.join('')}</tbody></table></section>`;
}

function isEmpty(value: PropertyValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

interface Place {
  uid: string;
  xpath: string;
}

function shown(value: PropertyValue, place: Place): string {
  if (value instanceof StoredBlob) return blobLink(value, place);
  if (Array.isArray(value)) return list(value, place);
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
    return parts
      .map(([name, inner]) => `${escapeHtml(name)}: ${shown(inner, { ...place, xpath: `${place.xpath}/${name}` })}`)
      .join('; ');
  }
  return escapeHtml(String(value));
}

/** Long lists are folded. */
function list(values: PropertyValue[], place: Place): string {
  const items = values.map((item, index) => shown(item, { ...place, xpath: `${place.xpath}/${index}` }));
  const isPlain = values.every((item) => typeof item !== 'object');
  const html = items.join(isPlain ? ', ' : '<br>');
  return items.length > 3 ? `<details><summary>${items.length} entries</summary>${html}</details>` : html;
}

function blobLink(blob: StoredBlob, { uid, xpath }: Place): string {
  const name = blob.name ?? 'file';
  const href = `/nuxeo/nxfile/default/${uid}/${xpath}/${encodeURIComponent(name)}`;
  return `<a href="${escapeHtml(href)}">${escapeHtml(name)}</a> <span class="muted">${blob.length} bytes, ${escapeHtml(blob.mimeType ?? '')}</span>`;
}
