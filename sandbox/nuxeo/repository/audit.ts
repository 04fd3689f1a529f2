export interface AuditEntry {
  id: number;
  eventId: string;
  category: string;
  principalName: string;
  docUuid: string;
  docPath: string;
  docType: string;
  docLifeCycle: string;
  comment: string | null;
  at: string;
}

/** What happened to documents, newest last. */
export class Audit {
  readonly #entries: AuditEntry[] = [];

  add(entry: Omit<AuditEntry, 'id' | 'at'>): void {
    this.#entries.push({ ...entry, id: this.#entries.length + 1, at: new Date().toISOString() });
  }

  of(docUuid: string): AuditEntry[] {
    return this.#entries.filter((entry) => entry.docUuid === docUuid);
  }

  restore(entries: AuditEntry[]): void {
    this.#entries.splice(0, this.#entries.length, ...entries);
  }

  all(): readonly AuditEntry[] {
    return this.#entries;
  }
}
