import { StoredBlob } from '../blobs/stored-blob.ts';
import { may } from '../repository/access.ts';
import { textOf, titleOf, versionLabelOf, type StoredDocument } from '../repository/document.ts';
import type { Session } from '../repository/repository.ts';
import { escapeHtml, page } from '../web/html.ts';
import { propertiesCard } from './properties-card.ts';

/** A folder with what is in it, or a document with everything that is known about it. */
export function documentPage(session: Session, document: StoredDocument, username: string): string {
  const parts = [
    header(session, document, username),
    '<main>',
    `<h1>${escapeHtml(titleOf(document) || 'Root')} ${tags(session, document)}</h1>`,
    childrenCard(session, document),
    videoCard(document),
    versionsCard(session, document),
    propertiesCard(session, document),
    activityCard(session, document),
    '</main>',
  ];
  return page(titleOf(document) || 'Nuxeo', parts.join('\n'));
}

function header(session: Session, document: StoredDocument, username: string): string {
  const { documents } = session.repository;
  const lineage = documents.lineage(documents.liveOf(document) ?? document).reverse();
  const crumbs = lineage.filter((ancestor) => may(session, ancestor, 'Read')).map((ancestor) => link(ancestor));
  return `<header><b>Nuxeo (rehearsal)</b><nav class="grow">${crumbs.join(' / ')}</nav>
    <span>${escapeHtml(username)}</span><a href="/nuxeo/logout">Log out</a></header>`;
}

function link(document: StoredDocument, label = titleOf(document) || 'Root'): string {
  return `<a href="/nuxeo/view/${document.uid}">${escapeHtml(label)}</a>`;
}

function tags(session: Session, document: StoredDocument): string {
  const isVersionable = session.repository.types
    .facetsOf(document.type, document.instanceFacets)
    .includes('Versionable');
  const tag = (text: string, kind = '') => `<span class="tag ${kind}">${escapeHtml(text)}</span>`;
  return [
    tag(document.type),
    isVersionable ? tag(`${document.version ? 'version ' : ''}${versionLabelOf(document)}`) : '',
    document.lock ? tag(`locked by ${document.lock.owner}`, 'lock') : '',
    document.isTrashed ? tag('in the trash', 'lock') : '',
    ...document.instanceFacets.map((facet) => tag(facet)),
  ].join('');
}

function childrenCard(session: Session, document: StoredDocument): string {
  const { documents, types } = session.repository;
  if (!types.isFolderish(document.type)) return '';
  const children = documents.children(document.uid).filter((child) => may(session, child, 'Read'));
  if (children.length === 0) return '<section class="card muted">This folder is empty.</section>';
  const rows = children.map(
    (child) => `<tr><td>${link(child)}</td><td>${tags(session, child)}</td><td>${sizeOf(child)}</td>
      <td>${when(textOf(child, 'dc:modified'))}</td><td>${escapeHtml(textOf(child, 'dc:lastContributor') ?? '')}</td></tr>`,
  );
  return `<section class="card"><table><thead><tr><th>Title</th><th></th><th>Size</th><th>Modified</th><th>By</th></tr></thead>
    <tbody>${rows.join('')}</tbody></table></section>`;
}

function sizeOf(document: StoredDocument): string {
  const blob = document.properties['file:content'];
  if (!(blob instanceof StoredBlob)) return '';
  const megabytes = blob.length / 1_000_000;
  return megabytes < 0.1 ? `${Math.ceil(blob.length / 1000)} kB` : `${megabytes.toFixed(1)} MB`;
}

function when(iso: string | null): string {
  return iso ? `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>` : '';
}

function videoCard(document: StoredDocument): string {
  const blob = document.properties['file:content'];
  if (!(blob instanceof StoredBlob) || !blob.mimeType?.startsWith('video/')) return '';
  const source = `/nuxeo/nxfile/default/${document.uid}/file:content/${encodeURIComponent(blob.name ?? 'video')}?inline=true`;
  return `<section class="card"><video controls preload="metadata" src="${escapeHtml(source)}"></video></section>`;
}

function versionsCard(session: Session, document: StoredDocument): string {
  const live = session.repository.documents.liveOf(document);
  const versions = live ? session.repository.documents.versions(live.uid).toReversed() : [];
  if (!live || versions.length === 0) return '';
  const rows = versions.map(
    (
      version,
    ) => `<tr><td>${link(version, versionLabelOf(version))}</td><td>${when(version.version?.created ?? null)}</td>
      <td>${escapeHtml(textOf(version, 'dc:lastContributor') ?? '')}</td><td>${escapeHtml(version.version?.comment ?? '')}</td></tr>`,
  );
  const current = document.version ? `<p>${link(live, 'Current state')}</p>` : '';
  return `<section class="card"><h2>Versions</h2>${current}<table><tbody>${rows.join('')}</tbody></table></section>`;
}

function activityCard(session: Session, document: StoredDocument): string {
  const entries = session.repository.audit.of(document.uid).slice(-10).reverse();
  if (entries.length === 0) return '';
  const rows = entries.map(
    (entry) => `<tr><td>${when(entry.at)}</td><td>${escapeHtml(entry.eventId)}</td>
      <td>${escapeHtml(entry.principalName)}</td><td>${escapeHtml(entry.comment ?? '')}</td></tr>`,
  );
  return `<section class="card"><h2>Activity</h2><table><tbody>${rows.join('')}</tbody></table></section>`;
}
