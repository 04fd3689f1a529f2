/** Ids of Frame.io travel with the account that makes them meaningful; handing a folder where a file is meant does not compile. */
export interface AccountRef {
  readonly accountId: string;
}
export interface WorkspaceRef extends AccountRef {
  readonly workspaceId: string;
}
export interface ProjectRef extends AccountRef {
  readonly projectId: string;
}
export interface FolderRef extends AccountRef {
  readonly folderId: string;
}
export interface FileRef extends AccountRef {
  readonly fileId: string;
}
export interface StackRef extends AccountRef {
  readonly stackId: string;
}
export interface ActionRef extends AccountRef {
  readonly actionId: string;
}
export interface WebhookRef extends AccountRef {
  readonly webhookId: string;
}
export interface CommentRef extends AccountRef {
  readonly commentId: string;
}

/** What a custom action or a person points at. On a stack the id may be the stack's or its head file's. */
export interface ResourceRef extends AccountRef {
  readonly type: 'file' | 'folder' | 'version_stack';
  readonly id: string;
}
