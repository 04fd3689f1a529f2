import { randomBytes } from 'node:crypto';
import type { Response } from 'express';

const MESSAGES = {
  AccessDenied: [403, 'Access Denied'],
  ExpiredRequest: [403, 'Request has expired'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  InvalidArgument: [400, 'Only one auth mechanism allowed'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
} as const satisfies Record<string, [number, string]>;

export type S3ErrorCode = keyof typeof MESSAGES;

/** Storage answers in XML, whoever asks. */
export function answerS3Error(res: Response, code: S3ErrorCode): void {
  const [status, message] = MESSAGES[code];
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  // S3 reports an expired signature under the code of any other refusal.
  const shown = code === 'ExpiredRequest' ? 'AccessDenied' : code;
  res
    .status(status)
    .set({ 'content-type': 'application/xml', 'x-amz-request-id': requestId })
    .send(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        `<Error><Code>${shown}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`,
    );
}
