/** Where everything is, without trailing slashes. */
export interface Addresses {
  /** As the sidecar reaches Nuxeo: `http://nuxeo:8080/nuxeo`. */
  readonly nuxeoUrl: string;
  /** As people reach it: `https://dam.example.com/nuxeo`. */
  readonly nuxeoPublicUrl: string;
  /** As people reach the sidecar: `https://dam.example.com/nuxeo/frameio`. */
  readonly publicUrl: string;
  readonly frameioApiUrl: string;
  /** Registered letter by letter, in Nuxeo and in Adobe's developer console. */
  readonly redirectUris: RedirectUris;
}

export interface RedirectUris {
  readonly nuxeo: string;
  readonly frameio: string;
}
