import { isIP, isIPv4 } from 'node:net';

/** First address and prefix length of what is not the public internet (RFC 6890 and its updates). */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const PRIVATE_IPV6: readonly (readonly [string, number])[] = [
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** IPv6 ranges that carry an IPv4 address, and the byte where it begins: compatible, mapped, NAT64, 6to4. */
const CARRIERS: readonly (readonly [string, number, number])[] = [
  ['::', 96, 12],
  ['::ffff:0:0', 96, 12],
  ['64:ff9b::', 96, 12],
  ['2002::', 16, 2],
];

/** Whether an IP address is loopback, link-local, private or otherwise not on the public internet. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) === 0) return true; // what we cannot read we do not trust
  const bytes = isIPv4(bare) ? ipv4Bytes(bare) : ipv6Bytes(bare);
  return bytes.length === 4 ? isPrivateIpv4(bytes) : isPrivateIpv6(bytes);
}

/** The host of a URL when it is an IP address: such a host is never looked up. */
export function addressInUrl(url: URL): string | undefined {
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

function isPrivateIpv4(bytes: readonly number[]): boolean {
  return PRIVATE_IPV4.some(([first, bits]) => inRange(bytes, ipv4Bytes(first), bits));
}

function isPrivateIpv6(bytes: readonly number[]): boolean {
  const carrier = CARRIERS.find(([first, bits]) => inRange(bytes, ipv6Bytes(first), bits));
  if (carrier) return isPrivateIpv4(bytes.slice(carrier[2], carrier[2] + 4));
  return PRIVATE_IPV6.some(([first, bits]) => inRange(bytes, ipv6Bytes(first), bits));
}

function inRange(bytes: readonly number[], first: readonly number[], bits: number): boolean {
  return first.every((byte, index) => {
    const used = Math.min(8, Math.max(0, bits - index * 8));
    const mask = (0xff << (8 - used)) & 0xff;
    return ((bytes[index] ?? 0) & mask) === (byte & mask);
  });
}

function ipv4Bytes(address: string): number[] {
  return address.split('.').map(Number);
}

function ipv6Bytes(address: string): number[] {
  const hex = address.replace(/[\d.]+\.\d+$/, (tail) => ipv4Groups(tail));
  const [head = '', tail] = hex.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const missing = Array<number>(tail === undefined ? 0 : 8 - before.length - after.length).fill(0);
  return [...before, ...missing, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

function ipv4Groups(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4Bytes(address);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
