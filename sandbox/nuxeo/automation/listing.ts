import { may } from '../repository/access.ts';
import type { OperationCall, OperationResult } from './operations.ts';

export function withChildren(call: OperationCall): OperationResult {
  const { documents } = call.session.repository;
  const children = call.input.documents.flatMap((parent) => documents.children(parent.uid));
  return { kind: 'documents', documents: children.filter((child) => may(call.session, child, 'Browse')) };
}
