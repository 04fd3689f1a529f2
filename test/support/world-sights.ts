import type { ReviewRecord } from '../../server/domain/review-record.ts';
import type { FakeFrameioWorld } from './fake-frameio.ts';
import { isStoredBlob, versionLabel } from './fake-nuxeo/state.ts';
import type { FakeNuxeoWorld } from './fake-nuxeo.ts';

export interface SeenDocument {
  readonly uid: string;
  readonly type: string;
  readonly title: string;
  /** Of the main file. */
  readonly text: string | undefined;
  readonly label: string | undefined;
  readonly lockedBy: string | undefined;
  readonly facets: readonly string[];
  /** Of our own schemas, without their prefix. */
  readonly asset: Readonly<Record<string, unknown>>;
  readonly record: ReviewRecord | undefined;
  readonly attachments: readonly string[];
}

export function seenDocument(nuxeo: FakeNuxeoWorld, uid: string): SeenDocument {
  const stored = nuxeo.stored(uid);
  const record = stored.properties['frameioreview:record'];
  return {
    uid,
    type: stored.type,
    title: String(stored.properties['dc:title']),
    text: nuxeo.mainFileOf(uid)?.bytes.toString(),
    label: versionLabel(stored),
    lockedBy: stored.lock?.owner,
    facets: stored.facets,
    asset: withPrefix('frameioasset:', stored.properties),
    record: isStoredBlob(record) ? (JSON.parse(record.bytes.toString()) as ReviewRecord) : undefined,
    attachments: nuxeo.attachmentsOf(uid).map(({ bytes }) => bytes.toString()),
  };
}

/** Oldest first. */
export function seenVersions(nuxeo: FakeNuxeoWorld, uid: string): SeenDocument[] {
  return nuxeo.versionsOf(uid).map((version) => seenDocument(nuxeo, version.uid));
}

function withPrefix(prefix: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ours = Object.entries(properties).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(ours.map(([name, value]) => [name.slice(prefix.length), value]));
}

export interface SeenFile {
  readonly id: string;
  readonly name: string;
  /** undefined while bytes are missing. */
  readonly text: string | undefined;
  /** Names of the folders down to it, from below the project's root. */
  readonly folder: string;
  /** Position in its stack, oldest first; undefined for a file of its own. */
  readonly version: string | undefined;
}

/** Every file there is, in the order they came. */
export function seenFiles(frameio: FakeFrameioWorld): SeenFile[] {
  return [...frameio.assets.values()].flatMap((asset) => {
    if (asset.type !== 'file') return [];
    const parent = frameio.asset(asset.parentId ?? '');
    const stack = parent.type === 'version_stack' ? parent : undefined;
    const at = stack ? stack.versions.indexOf(asset.id) + 1 : 0;
    return {
      id: asset.id,
      name: asset.name,
      text: asset.bytes?.toString(),
      folder: frameio.folder((stack ? stack.parentId : asset.parentId) ?? '').name,
      version: stack ? `v${at} of ${stack.versions.length}` : undefined,
    };
  });
}
