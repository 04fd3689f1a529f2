/** Parts of the page, each with an address of its own. */
export const sections = ['set-up', 'settings', 'folders', 'people', 'transfers', 'activity'] as const;
export type Section = (typeof sections)[number];

export const sectionLabels = {
  'set-up': 'frameio.admin.section.set-up',
  settings: 'frameio.admin.section.settings',
  folders: 'frameio.admin.section.folders',
  people: 'frameio.admin.section.people',
  transfers: 'frameio.admin.section.transfers',
  activity: 'frameio.admin.section.activity',
} as const satisfies Record<Section, string>;

/** `#!/admin/frameio?p=people`: Web UI's router knows one level, so the rest is in the query, as with documents' tabs. */
export function sectionOf(hash: string): Section {
  const wanted = new URLSearchParams(hash.split('?')[1] ?? '').get('p');
  return sections.find((one) => one === wanted) ?? 'set-up';
}

export function addressOf(section: Section): string {
  return `#!/admin/frameio${section === 'set-up' ? '' : `?p=${section}`}`;
}

export function isHere(hash: string): boolean {
  return /^#!?\/admin\/frameio(\?|$)/.test(hash);
}
