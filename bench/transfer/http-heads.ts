/** What the fast servers read of a request: they speak just enough HTTP/1.1 to be as quick as a server can be. */
export interface Head {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
}

export interface HeadReader {
  /** Takes bytes until a head is complete; says then how many of these bytes belonged to it. */
  feed(chunk: Buffer): { head: Head; used: number } | undefined;
}

const END = '\r\n\r\n';

export function createHeadReader(): HeadReader {
  let text = '';
  return {
    feed(chunk) {
      const before = text.length;
      text += chunk.toString('latin1', 0, Math.min(chunk.length, 16_384));
      const end = text.indexOf(END);
      if (end < 0) return undefined;
      const head = parseHead(text.slice(0, end));
      text = '';
      return { head, used: end + END.length - before };
    },
  };
}

function parseHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { method, path, headers: new Map(headers) };
}
