import { addressInUrl, isPrivateAddress } from './addresses.ts';

export interface HostPolicyOptions {
  /** Configured systems, e.g. `https://nuxeo.example.com`. They may be on private addresses: somebody wrote them down. */
  readonly origins: readonly string[];
  /** Hosts of presigned URLs: `*.amazonaws.com`, `media.example.com`, `127.0.0.1:9000`. Without a port the default one. */
  readonly presignedHosts: readonly string[];
  /** Presigned hosts may be private and without TLS. */
  readonly allowPrivateAddresses: boolean;
}

/**
 * Where requests may go. Asked with the URL before anything is sent, and
 * again with each address that its name resolved to: a name that is public
 * for the first question and private for the second is refused.
 */
export interface HostPolicy {
  isOriginAllowed(url: URL, address?: string): boolean;
  isPresignedAllowed(url: URL, address?: string): boolean;
  /** One or the other. */
  isAllowed(url: URL, address?: string): boolean;
}

export function createHostPolicy(options: HostPolicyOptions): HostPolicy {
  const origins = new Set(options.origins.map((origin) => new URL(origin).origin));
  const patterns = options.presignedHosts.map(hostPattern);
  const { allowPrivateAddresses } = options;

  const isOriginAllowed = (url: URL) => isPlain(url) && origins.has(url.origin);
  const isPresignedAllowed = (url: URL, address = addressInUrl(url)) => {
    if (!isPlain(url) || !patterns.some((matches) => matches(url))) return false;
    if (allowPrivateAddresses) return true;
    return url.protocol === 'https:' && (address === undefined || !isPrivateAddress(address));
  };
  return {
    isOriginAllowed,
    isPresignedAllowed,
    isAllowed: (url, address) => isOriginAllowed(url) || isPresignedAllowed(url, address),
  };
}

function isPlain(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

const PATTERN = /^(\*\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;

/** @throws Error when the pattern is none: it is configuration, and it fails at start. */
function hostPattern(pattern: string): (url: URL) => boolean {
  const [, wildcard, name, port = ''] = PATTERN.exec(pattern.toLowerCase()) ?? [];
  if (name === undefined || (wildcard && !name.includes('.'))) {
    throw new Error(
      `“${pattern}” is not a host: write “media.example.com”, “media.example.com:8443” or “*.example.com”.`,
    );
  }
  return (url) => {
    const host = url.hostname.replace(/\.$/, '');
    if (portOf(url) !== (port || defaultPort(url))) return false;
    return wildcard ? host.endsWith(`.${name}`) : host === name;
  };
}

function portOf(url: URL): string {
  return url.port || defaultPort(url);
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}
