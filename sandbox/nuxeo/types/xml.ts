export interface XmlElement {
  /** Without its namespace prefix. */
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/**
 * Reads the XML that a Nuxeo package is made of: elements, attributes in double
 * quotes, text, comments. No DTD, no CDATA.
 *
 * @throws Error when the text is not well formed.
 */
export function parseXml(source: string): XmlElement {
  const holder: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: XmlElement[] = [holder];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source);
    if (!token) throw new Error(`not well formed near "${source.slice(at, at + 40)}"`);
    take(token, open);
  }
  const root = holder.children[0];
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  if (!root || holder.children.length > 1 || holder.text.trim()) throw new Error('needs exactly one root element');
  return root;
}

function take(token: RegExpExecArray, open: XmlElement[]): void {
  const [, closing, opening, attributes = '', selfClosing, text] = token;
  const current = open.at(-1) as XmlElement;
  if (text !== undefined) current.text += unescape(text);
  if (closing) {
    if (open.length < 2 || current.name !== localName(closing))
      throw new Error(`</${closing}> closes <${current.name}>`);
    open.pop();
  }
  if (opening) {
    const element = { name: localName(opening), attributes: readAttributes(attributes), children: [], text: '' };
    current.children.push(element);
    if (!selfClosing) open.push(element);
  }
}

function readAttributes(source: string): Record<string, string> {
  const pairs = source.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, unescape(value)]));
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const character = ENTITIES[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`unknown entity ${whole}`);
    return character;
  });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
