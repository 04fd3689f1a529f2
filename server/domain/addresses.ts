/** Where everything is, without trailing slashes. */
export interface Addresses {
  /** As the sidecar reaches Nuxeo: `http://nuxeo:8080/nuxeo`. */
  readonly nuxeoUrl: string;
  /** As people reach it: `https://dam.example.com/nuxeo`. */
  readonly nuxeoPublicUrl: string;
  /** As people reach the sidecar: `https://dam.example.com/nuxeo/frameio`. */
  readonly publicUrl: string;
  readonly frameioApiUrl: string;
  /** Adobe's sign-in, where the provider's own URLs begin. */
  readonly imsUrl: string;
  /** Registered letter by letter, in Nuxeo and in Adobe's developer console. */
  readonly redirectUris: RedirectUris;
}

export interface RedirectUris {
  /** Where Nuxeo's own provider sends people back to. */
  readonly nuxeo: string;
  /** Where Adobe does: Nuxeo's callback path, which the documentation has always named. */
  readonly frameio: string;
  /** Or the sidecar's own path, for a reverse proxy that cannot hand over the other. */
  readonly frameioOwn: string;
}
