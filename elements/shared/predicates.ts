import { isFolderish, mainFile, may, ownFacet, type WebUiDocument, type WebUiUser } from './document.ts';

/** *Bind to Frame.io*: on folders that are not bound or synchronised themselves, for who may write there (N41, N56). */
export function canBind(document: WebUiDocument | undefined): boolean {
  return document !== undefined && isFreeFolder(document) && may(document, 'WriteProperties');
}

/** *Sync to Frame.io folder*: on the same folders, for who may also add documents there (N111, N56). */
export function canSync(document: WebUiDocument | undefined): boolean {
  return canBind(document) && document !== undefined && may(document, 'AddChildren');
}

function isFreeFolder(document: WebUiDocument): boolean {
  if (!isFolderish(document) || isFixed(document)) return false;
  return !isBound(document) && !isSynced(document) && !liesInBoundFolder(document);
}

/** As far as the breadcrumb shows: what the reader may not see is said on click. A copy of a bound folder is not bound. */
function liesInBoundFolder(document: WebUiDocument): boolean {
  return foldersAbove(document).some((one) => isBound(one) || isSynced(one));
}

/** Whether the breadcrumb leaves open if a folder above is bound: it names facets, and no properties. */
export function hasUnclearAncestors(document: WebUiDocument): boolean {
  return isFolderish(document) && foldersAbove(document).some(isUnclear);
}

/** A facet without the properties that say for which document it was written. */
export function isUnclear({ facets, properties }: WebUiDocument): boolean {
  return !properties && (facets.includes('FrameioBound') || facets.includes('FrameioSynced'));
}

function foldersAbove({ uid, contextParameters }: WebUiDocument): WebUiDocument[] {
  return (contextParameters?.breadcrumb?.entries ?? []).filter((one) => one.uid !== uid);
}

export function isBound(document: WebUiDocument): boolean {
  return ownFacet(document, 'FrameioBound', 'frameiobound');
}

export function isSynced(document: WebUiDocument): boolean {
  return ownFacet(document, 'FrameioSynced', 'frameiosynced');
}

/** *Push to Frame.io*: on every compatible document; whether its folder is bound is said on click (N83–N88, N85). */
export function canPush(document: WebUiDocument | undefined): boolean {
  if (!document || isFolderish(document) || isFixed(document)) return false;
  return mainFile(document) !== undefined && !isInReview(document);
}

/** Where a listing carries no `file:content` the click decides. */
export function mayBePushed(document: WebUiDocument): boolean {
  return !isFolderish(document) && !isFixed(document);
}

export function isFrameioAsset(document: WebUiDocument | undefined): boolean {
  return document !== undefined && ownFacet(document, 'FrameioAsset', 'frameioasset');
}

/** A document of a synchronised folder whose asset is not there any more (N122). */
export function isGoneThere(document: WebUiDocument | undefined): boolean {
  return isFrameioAsset(document) && document?.properties?.['frameioasset:state'] === 'gone';
}

/** Sent, and not back yet: *Recall* and *Bring back from Frame.io* are offered. */
export function isInReview(document: WebUiDocument | undefined): boolean {
  return (
    document !== undefined &&
    isFrameioAsset(document) &&
    !isFixed(document) &&
    document.properties?.['frameioasset:state'] === 'in-review'
  );
}

/** *Recall* and *Bring back from Frame.io*: for the lock's owner, and for whoever may take the lock away (N110). */
export function mayEndReview(document: WebUiDocument | undefined, user: WebUiUser | undefined): boolean {
  if (!document || !isInReview(document)) return false;
  const isOwner = document.lockOwner !== undefined && document.lockOwner === user?.properties?.username;
  const isFree = document.lockOwner === undefined && may(document, 'WriteProperties');
  return isOwner || isFree || may(document, 'Unlock') || user?.isAdministrator === true;
}

/** *Import from Frame.io*: on bound folders, for who may add documents. */
export function canImport(document: WebUiDocument | undefined): boolean {
  return document !== undefined && isBound(document) && !isFixed(document) && may(document, 'AddChildren');
}

function isFixed(document: WebUiDocument): boolean {
  return Boolean(
    document.isTrashed ||
    document.isVersion ||
    document.isProxy ||
    document.isRecord ||
    document.isUnderRetentionOrLegalHold,
  );
}
