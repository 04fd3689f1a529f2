import type { Request } from 'express';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import type { StoredDocument } from '../repository/document.ts';
import type { Session } from '../repository/repository.ts';
import type { World } from '../world.ts';

export interface OperationInput {
  documents: StoredDocument[];
  blobs: StoredBlob[];
  /** One document came in, and one is the answer; else a list. */
  single: boolean;
}

export interface OperationCall {
  readonly world: World;
  readonly session: Session;
  readonly request: Request;
  readonly input: OperationInput;
  readonly params: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  /** Text of a parameter that has to be there. */
  required(name: string): string;
  optional(name: string): string | undefined;
  /** The document a parameter refers to by id or path. */
  document(name: string): StoredDocument;
}

export type OperationResult =
  | { kind: 'document'; document: StoredDocument }
  | { kind: 'documents'; documents: StoredDocument[] }
  | { kind: 'blob'; document: StoredDocument; blob: StoredBlob }
  | { kind: 'json'; json: unknown }
  | { kind: 'void' };

export type Operation = (call: OperationCall) => OperationResult | Promise<OperationResult>;

/** Does the same to each input document, and answers with what came in. */
export function forEach(act: (document: StoredDocument, call: OperationCall) => void): Operation {
  return (call) => {
    for (const document of call.input.documents) act(document, call);
    return asInput(call, call.input.documents);
  };
}

/** Turns each input document into another one. */
export function mapEach(act: (document: StoredDocument, call: OperationCall) => StoredDocument): Operation {
  return (call) =>
    asInput(
      call,
      call.input.documents.map((document) => act(document, call)),
    );
}

export function asInput(call: OperationCall, documents: StoredDocument[]): OperationResult {
  const [first] = documents;
  return call.input.single && first ? { kind: 'document', document: first } : { kind: 'documents', documents };
}
