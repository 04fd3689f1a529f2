import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';

/** A request on a connection of its own, with nothing between us and the stream. */
export function open(url: string, options: RequestOptions = {}): ClientRequest {
  return request(url, { agent: false, ...options }).on('error', () => undefined);
}

export async function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response.on('error', () => undefined);
}

export async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}
