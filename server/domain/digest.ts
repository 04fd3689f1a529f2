/** Nuxeo's digests are opaque, but their length tells what made them; anything else cannot be compared. */
export function algorithmOf(digest: string | undefined): 'md5' | 'sha1' | 'sha256' | undefined {
  if (digest === undefined || !/^[0-9a-f]+$/i.test(digest)) return undefined;
  return ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as const)[digest.length];
}
