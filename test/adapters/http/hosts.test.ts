import { describe, expect, it } from 'vitest';
import { createHostPolicy } from '../../../server/adapters/http/hosts.ts';

const policy = createHostPolicy({
  origins: ['http://10.0.0.5:8080/nuxeo', 'https://api.frame.io'],
  presignedHosts: ['*.amazonaws.com', 'media.example.com', '*.internal.example:9000', '10.0.0.9', '[fd00::1]:9000'],
  allowPrivateAddresses: false,
});
const lenient = createHostPolicy({
  origins: [],
  presignedHosts: ['127.0.0.1:9000', '*.test.example', '[fd00::1]:9000'],
  allowPrivateAddresses: true,
});
const presigned = (url: string, address?: string) => policy.isPresignedAllowed(new URL(url), address);

describe('host policy', () => {
  it('lets a configured origin be private', () => {
    expect(policy.isOriginAllowed(new URL('http://10.0.0.5:8080/nuxeo/api'), '10.0.0.5')).toBe(true);
  });

  it.each([
    'http://10.0.0.5/',
    'https://10.0.0.5:8080/',
    'http://10.0.0.6:8080/',
    'https://api.frame.io.evil.example/',
  ])('does not take %s for a configured origin', (url) => expect(policy.isAllowed(new URL(url))).toBe(false));

  it.each([
    'https://bucket.s3.eu-west-1.amazonaws.com/a?X-Amz-Signature=1',
    'https://BUCKET.amazonaws.com/',
    'https://bucket.amazonaws.com./',
    'https://media.example.com/',
    'https://s3.internal.example:9000/',
  ])('lets presigned %s through', (url) => expect(presigned(url)).toBe(true));

  it.each([
    ['http://bucket.amazonaws.com/', 'without TLS'],
    ['https://amazonaws.com/', 'the bare domain of a wildcard'],
    ['https://evilamazonaws.com/', 'a name that only ends alike'],
    ['https://bucket.amazonaws.com.evil.example/', 'a name that only begins alike'],
    ['https://bucket.amazonaws.com:8443/', 'another port'],
    ['https://s3.internal.example/', 'the default port where one is named'],
    ['https://user:secret@bucket.amazonaws.com/', 'credentials in the URL'],
    ['https://10.0.0.9/', 'a private address although listed'],
    ['https://[fd00::1]:9000/', 'a private IPv6 address although listed'],
    ['ftp://bucket.amazonaws.com/', 'another protocol'],
  ])('refuses %s: %s', (url) => expect(presigned(url)).toBe(false));

  it('refuses a listed name that resolved to a private address', () => {
    expect(presigned('https://bucket.amazonaws.com/', '52.1.2.3')).toBe(true);
    expect(presigned('https://bucket.amazonaws.com/', '127.0.0.1')).toBe(false);
    expect(presigned('https://bucket.amazonaws.com/', '::ffff:10.0.0.1')).toBe(false);
  });

  it('lets listed private hosts through without TLS where that is configured, and still no others', () => {
    expect(lenient.isPresignedAllowed(new URL('http://127.0.0.1:9000/part'))).toBe(true);
    expect(lenient.isPresignedAllowed(new URL('https://[fd00::1]:9000/part'))).toBe(true);
    expect(lenient.isPresignedAllowed(new URL('http://a.test.example/part'), '10.0.0.1')).toBe(true);
    expect(lenient.isPresignedAllowed(new URL('http://127.0.0.1:9001/part'))).toBe(false);
  });

  it.each(['*', '*.com', 'https://a.example', 'a.example/path', '', 'a.*.example'])(
    'does not start with “%s”',
    (pattern) => {
      const make = () => createHostPolicy({ origins: [], presignedHosts: [pattern], allowPrivateAddresses: false });
      expect(make).toThrow('is not a host');
    },
  );
});
