import type { AuditEntry } from '../repository/audit.ts';
import type { Json } from '../web/entities.ts';

export function auditEntryJson(entry: AuditEntry): Json {
  return {
    'entity-type': 'logEntry',
    id: entry.id,
    category: entry.category,
    principalName: entry.principalName,
    comment: entry.comment,
    docLifeCycle: entry.docLifeCycle,
    docPath: entry.docPath,
    docType: entry.docType,
    docUUID: entry.docUuid,
    eventId: entry.eventId,
    repositoryId: 'default',
    eventDate: entry.at,
    logDate: entry.at,
    extended: {},
  };
}
