import type { DocumentType, Facet } from './model.ts';

const facet = (name: string, ...schemas: string[]): Facet => ({ name, schemas });

export const BUILTIN_FACETS: Facet[] = [
  facet('Folderish'),
  facet('Orderable'),
  facet('Versionable'),
  facet('Downloadable'),
  facet('Publishable'),
  facet('PublishSpace'),
  facet('MasterPublishSpace'),
  facet('Commentable'),
  facet('SuperSpace'),
  facet('HiddenInNavigation'),
  facet('HiddenInCreation'),
  facet('SystemDocument'),
  facet('NotCollectionMember'),
  facet('HasRelatedText', 'relatedtext'),
  facet('Collection', 'collection'),
  facet('CollectionMember', 'collectionMember'),
  facet('NXTag', 'facetedTag'),
  facet('Thumbnail', 'thumbnail'),
  facet('Picture', 'picture', 'image_metadata'),
  facet('MultiviewPicture'),
  facet('Video', 'video', 'picture'),
  facet('HasVideoPreview'),
  facet('HasStoryboard'),
  facet('Audio', 'audio'),
];

const FILES = ['File', 'Note', 'Picture', 'Video', 'Audio'];
const FOLDERS = ['Folder', 'OrderedFolder', 'Collection'];
const LEAF = ['Versionable', 'Publishable', 'Commentable', 'HasRelatedText', 'NXTag'];

function type(
  name: string,
  parent: string | null,
  schemas: string[],
  facets: string[],
  subtypes: string[] = [],
): DocumentType {
  return { name, parent, schemas, facets, subtypes };
}

const folder = (name: string, schemas: string[], facets: string[], subtypes: string[], parent = 'Folder') =>
  type(name, parent, ['common', 'dublincore', ...schemas], ['Folderish', ...facets], subtypes);

const asset = (name: string, schemas: string[], facets: string[]) =>
  type(
    name,
    'Document',
    ['common', 'file', 'dublincore', 'uid', 'files', ...schemas],
    ['Downloadable', ...LEAF, ...facets],
  );

export const BUILTIN_TYPES: DocumentType[] = [
  type('Document', null, [], []),
  folder('Root', [], ['NotCollectionMember'], ['Domain']),
  folder('Domain', ['domain'], ['SuperSpace', 'NotCollectionMember'], ['WorkspaceRoot', 'SectionRoot', 'TemplateRoot']),
  folder(
    'UserWorkspacesRoot',
    [],
    ['SuperSpace', 'HiddenInCreation', 'HiddenInNavigation'],
    ['Workspace'],
    'WorkspaceRoot',
  ),
  folder('WorkspaceRoot', [], ['SuperSpace', 'HiddenInCreation', 'NotCollectionMember'], ['Workspace']),
  folder(
    'SectionRoot',
    [],
    ['SuperSpace', 'HiddenInCreation', 'MasterPublishSpace', 'NotCollectionMember'],
    ['Section'],
  ),
  folder('TemplateRoot', [], ['SuperSpace', 'HiddenInCreation', 'NotCollectionMember'], ['Workspace']),
  folder('Section', ['file'], ['SuperSpace', 'PublishSpace'], ['Section']),
  folder(
    'Workspace',
    ['file', 'webcontainer', 'publishing', 'files'],
    ['SuperSpace'],
    ['Workspace', ...FOLDERS, ...FILES],
  ),
  folder('Folder', [], [], [...FOLDERS, ...FILES], 'Document'),
  folder('OrderedFolder', [], ['Orderable'], ['Folder', 'OrderedFolder', ...FILES]),
  folder('HiddenFolder', [], ['HiddenInNavigation'], [...FOLDERS, ...FILES]),
  folder('Collections', [], ['NotCollectionMember'], ['Collection']),
  asset('File', [], []),
  asset('Picture', [], ['Picture', 'MultiviewPicture']),
  asset('Video', [], ['Video', 'HasVideoPreview', 'HasStoryboard']),
  asset('Audio', [], ['Audio']),
  type('Note', 'Document', ['common', 'note', 'uid', 'files', 'dublincore'], LEAF),
  type('Collection', 'Document', ['uid', 'dublincore', 'common'], ['Versionable', 'Collection', 'NotCollectionMember']),
];
