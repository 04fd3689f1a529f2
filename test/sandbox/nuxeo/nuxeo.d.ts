/** The parts of the official client, which comes without types, that the tests use. */
declare module 'nuxeo' {
  interface NuxeoDocument {
    uid: string;
    path: string;
    title: string;
    properties: Record<string, unknown>;
    set(properties: Record<string, unknown>): NuxeoDocument;
    save(): Promise<NuxeoDocument>;
    fetchBlob(xpath?: string): Promise<{ text(): Promise<string> }>;
    hasFacet(facet: string): boolean;
  }

  interface NuxeoRepository {
    fetch(ref: string): Promise<NuxeoDocument>;
    create(parent: string, document: object): Promise<NuxeoDocument>;
    delete(ref: string): Promise<unknown>;
    query(options: object): Promise<{ entries: NuxeoDocument[]; resultsCount: number }>;
  }

  interface NuxeoOperation {
    input(input: unknown): NuxeoOperation;
    params(params: object): NuxeoOperation;
    execute(): Promise<NuxeoDocument>;
  }

  interface NuxeoUser {
    id: string;
    properties: Record<string, unknown>;
  }

  interface NuxeoUsers {
    fetch(name: string): Promise<NuxeoUser>;
    create(user: object): Promise<NuxeoUser>;
    delete(name: string): Promise<unknown>;
  }

  class Nuxeo {
    static Blob: new (options: object) => object;
    constructor(options: object);
    user: NuxeoUser;
    serverVersion: object;
    connect(): Promise<Nuxeo>;
    repository(options?: object): NuxeoRepository;
    operation(id: string): NuxeoOperation;
    batchUpload(): { upload(blob: object): Promise<{ blob: unknown }> };
    users(): NuxeoUsers;
    groups(): { fetch(name: string): Promise<{ groupname: string; grouplabel: string }> };
    requestAuthenticationToken(
      application: string,
      device: string,
      description: string,
      right: string,
    ): Promise<string>;
  }

  export default Nuxeo;
}
