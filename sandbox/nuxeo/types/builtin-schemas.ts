import type { Field, Fields, ScalarType, Schema } from './model.ts';

/** `string`, `long[]`, `blob`, or an object for a complex property; `[{…}]` is a list of them. */
type Notation = string | { [name: string]: Notation } | [{ [name: string]: Notation }];

function field(notation: Notation): Field {
  if (Array.isArray(notation)) return { kind: 'list', item: field(notation[0]) };
  if (typeof notation === 'object') return { kind: 'complex', fields: fields(notation) };
  if (notation.endsWith('[]')) return { kind: 'list', item: field(notation.slice(0, -2)) };
  return notation === 'blob' ? { kind: 'blob' } : { kind: 'scalar', type: notation as ScalarType };
}

function fields(notation: { [name: string]: Notation }): Fields {
  return Object.fromEntries(Object.entries(notation).map(([name, type]) => [name, field(type)]));
}

function schema(name: string, prefix: string, notation: { [name: string]: Notation }): Schema {
  return { name, prefix, fields: fields(notation) };
}

const videoInfo: Notation = {
  duration: 'double',
  width: 'long',
  height: 'long',
  format: 'string',
  frameRate: 'double',
  streams: [{ type: 'string', codec: 'string', streamInfo: 'string', bitRate: 'double' }],
};

const imageInfo: Notation = {
  width: 'long',
  height: 'long',
  format: 'string',
  depth: 'long',
  colorSpace: 'string',
};

export const BUILTIN_SCHEMAS: Schema[] = [
  schema('common', 'common', { icon: 'string', 'icon-expanded': 'string' }),
  schema('dublincore', 'dc', {
    title: 'string',
    description: 'string',
    subjects: 'string[]',
    rights: 'string',
    source: 'string',
    coverage: 'string',
    created: 'date',
    modified: 'date',
    issued: 'date',
    valid: 'date',
    expired: 'date',
    format: 'string',
    language: 'string',
    creator: 'string',
    contributors: 'string[]',
    lastContributor: 'string',
    publisher: 'string',
    nature: 'string',
  }),
  schema('uid', 'uid', { uid: 'string', major_version: 'long', minor_version: 'long' }),
  schema('file', 'file', { content: 'blob' }),
  schema('files', 'files', { files: [{ file: 'blob' }] }),
  schema('note', 'note', { note: 'string', mime_type: 'string' }),
  schema('domain', 'domain', { display_type: 'string' }),
  schema('relatedtext', 'relatedtext', { relatedtextresources: [{ relatedtextid: 'string', relatedtext: 'string' }] }),
  schema('publishing', 'publish', { sections: 'string[]' }),
  schema('webcontainer', 'webc', {
    theme: 'string',
    themePage: 'string',
    moderationType: 'string',
    isWebContainer: 'boolean',
  }),
  schema('collection', 'collection', { documentIds: 'string[]' }),
  schema('collectionMember', 'collectionMember', { collectionIds: 'string[]' }),
  schema('facetedTag', 'nxtag', { tags: [{ label: 'string', username: 'string' }] }),
  schema('thumbnail', 'thumb', { thumbnail: 'blob' }),
  schema('picture', 'picture', {
    info: imageInfo,
    views: [
      {
        title: 'string',
        description: 'string',
        tag: 'string',
        height: 'long',
        width: 'long',
        filename: 'string',
        content: 'blob',
        info: imageInfo,
      },
    ],
  }),
  schema('image_metadata', 'imd', { pixel_xdimension: 'long', pixel_ydimension: 'long' }),
  schema('video', 'vid', {
    info: videoInfo,
    transcodedVideos: [{ name: 'string', content: 'blob', info: videoInfo }],
    storyboard: [{ content: 'blob', timecode: 'double', comment: 'string' }],
  }),
  schema('audio', 'aud', { duration: 'double' }),
];
