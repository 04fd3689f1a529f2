import type {
  DocumentBlob,
  DocumentLock,
  NuxeoDocument,
  NuxeoPerson,
  NuxeoVersion,
  RegisteredOAuthClient,
} from '../../ports/nuxeo.ts';
import {
  blobPayload,
  renditionPayload,
  type BlobPayload,
  type DocumentPayload,
  type OAuthClientPayload,
  type UserPayload,
} from './payloads.ts';

export const mainFileProperty = 'file:content';
export const renditionsProperty = 'vid:transcodedVideos';

export function toPerson({ properties, isAdministrator }: UserPayload): NuxeoPerson {
  const fullName = [properties.firstName, properties.lastName].filter(Boolean).join(' ');
  return {
    username: properties.username,
    displayName: fullName || properties.username,
    email: properties.email || undefined,
    isAdministrator,
  };
}

export function toDocument(payload: DocumentPayload): NuxeoDocument {
  const facets = payload.facets ?? [];
  return {
    uid: payload.uid,
    path: payload.path,
    type: payload.type,
    title: payload.title ?? '',
    parentUid: payload.parentRef ?? undefined,
    facets,
    isFolderish: facets.includes('Folderish'),
    isVersion: payload.isVersion,
    isProxy: payload.isProxy,
    isTrashed: payload.isTrashed,
    isUnderHold: payload.isRecord || payload.hasLegalHold || payload.isUnderRetentionOrLegalHold,
    isCheckedOut: payload.isCheckedOut,
    versionLabel: toVersionLabel(payload.versionLabel),
    lock: toLock(payload),
    permissions: payload.contextParameters?.permissions ?? [],
    mainBlob: toBlob(payload.properties?.[mainFileProperty], mainFileProperty),
    renditions: toRenditions(payload.properties?.[renditionsProperty]),
    properties: toProperties(payload.properties ?? {}),
  };
}

/** A document without versions is `0.0`. */
function toVersionLabel(label: string | null | undefined): string | undefined {
  return label && label !== '0.0' ? label : undefined;
}

export function toLock({ lockOwner, lockCreated }: DocumentPayload): DocumentLock | undefined {
  return lockOwner ? { owner: lockOwner, createdAt: lockCreated ?? '' } : undefined;
}

export function toBlob(value: unknown, xpath: string, rendition?: string): DocumentBlob | undefined {
  const parsed = blobPayload.safeParse(value);
  return parsed.success ? blobAt(parsed.data, xpath, rendition) : undefined;
}

function blobAt(payload: BlobPayload, xpath: string, rendition: string | undefined): DocumentBlob {
  return {
    xpath,
    rendition,
    name: payload.name ?? '',
    mimeType: payload['mime-type'] ?? 'application/octet-stream',
    length: payload.length,
    digest: payload.digest ?? undefined,
  };
}

/** Their order changes while conversions end: the index is good for now, the name for ever. */
function toRenditions(value: unknown): DocumentBlob[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) => {
    const parsed = renditionPayload.safeParse(entry);
    if (!parsed.success) return [];
    return [blobAt(parsed.data.content, `${renditionsProperty}/${index}/content`, parsed.data.name)];
  });
}

const isOurs = /^(dc|frameio[a-z]+):/;

function toProperties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const set = Object.entries(properties).filter(([name, value]) => isOurs.test(name) && isSet(value));
  return Object.fromEntries(set.map(([name, value]) => [name, toBlob(value, name) ?? value]));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** A version is never changed: what was modified last is what was frozen. */
export function toVersion(payload: DocumentPayload): NuxeoVersion {
  return {
    uid: payload.uid,
    label: payload.versionLabel ?? '',
    createdAt: new Date(payload.lastModified ?? 0),
  };
}

export function toOAuthClient(payload: OAuthClientPayload): RegisteredOAuthClient {
  return {
    id: payload.id,
    name: payload.name ?? payload.id,
    redirectUris: payload.redirectURIs ?? [],
    isEnabled: payload.isEnabled,
    isAutoGranted: payload.isAutoGrant,
  };
}
