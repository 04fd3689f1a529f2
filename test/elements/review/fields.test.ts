import { afterEach, describe, expect, it } from 'vitest';
import { copiedFrom, secureUrl } from '../../../elements/review/document.ts';
import { assetFields, sentFields } from '../../../elements/review/fields.ts';
import { videoSources } from '../../../elements/review/media.ts';
import { messages } from '../../support/words.ts';

const video = {
  ...{ uid: 'u', path: '/u', type: 'Video', title: 'u', facets: ['FrameioAsset'] },
  properties: {
    'frameioasset:uid': 'u',
    'frameioasset:fileName': 'master.mov',
    'frameioasset:uploader': 'Cleo Martin',
    'frameioasset:uploadDate': '2021-07-06T12:00:00Z',
    'frameioasset:codec': 'ProRes 422 HQ',
    'frameioasset:resolution': '3840 x 2160',
    'frameioasset:fps': 25,
    'frameioasset:size': 53_180_000_000,
    'frameioasset:duration': 36_225,
    'frameioasset:frames': 905_648,
    'frameioasset:sentXpath': 'vid:transcodedVideos/0/content',
    'frameioasset:sentName': 'MP4 480p',
    'frameioasset:sentBy': 'ana',
  },
};

function read(language: 'en' | 'fr'): void {
  Object.assign(globalThis, { nuxeo: { I18n: { language, [language]: messages[language] } } });
}
afterEach(() => void Reflect.deleteProperty(globalThis, 'nuxeo'));

describe('the fields of an asset', () => {
  it('are nine, in the formats of the reader', () => {
    read('en');
    expect(assetFields(video).map(({ label, value }) => [label, value])).toEqual([
      ['File name', 'master.mov'],
      ['Uploader', 'Cleo Martin'],
      ['Upload date', 'July 6, 2021'],
      ['Codec', 'ProRes 422 HQ'],
      ['Resolution', '3840 x 2160'],
      ['FPS', '25'],
      ['File size', '53.18 GB'],
      ['Duration', '10:03:45'],
      ['Frames', '905648'],
    ]);
  });

  it('are in French for who reads French', () => {
    read('fr');
    const values = Object.fromEntries(assetFields(video).map(({ label, value }) => [label, value]));
    expect(values['Date de téléversement']).toBe('6 juillet 2021');
    expect(values['Taille du fichier']).toMatch(/^53,18\s/);
    expect(values['Images']).toBe('905648');
  });

  it('leave out what does not apply', () => {
    read('en');
    const properties = {
      'frameioasset:fileName': 'notes.pdf',
      'frameioasset:fps': null,
      'frameioasset:frames': 0,
      'frameioasset:uploadDate': 'never',
    };
    expect(assetFields({ ...video, properties })).toEqual([{ label: 'File name', value: 'notes.pdf' }]);
    expect(sentFields({ ...video, properties })).toEqual([]);
  });

  it('say whether the main file or a rendition was sent', () => {
    read('en');
    expect(sentFields(video)).toEqual([
      { label: 'Sent', value: 'Rendition (MP4 480p)' },
      { label: 'Sent by', value: 'ana' },
    ]);
  });
});

it('only addresses of the web become links', () => {
  expect(secureUrl('https://next.frame.io/project/1')).toBe('https://next.frame.io/project/1');
  expect(secureUrl('http://localhost:4000/view')).toBe('http://localhost:4000/view');
  for (const address of [
    'javascript:alert(1)',
    'http://evil.example/',
    'data:text/html,x',
    '//evil.example',
    'x',
    undefined,
  ])
    expect(secureUrl(address)).toBeUndefined();
});

it('a version belongs to its live document, a copy to nobody', () => {
  expect(copiedFrom(video)).toBeUndefined();
  expect(copiedFrom({ ...video, uid: 'v', isVersion: true, versionableId: 'u' })).toBeUndefined();
  expect(copiedFrom({ ...video, uid: 'copy' })).toBe('u');
  expect(copiedFrom({ ...video, uid: 'v', isVersion: true, versionableId: 'copy' })).toBe('u');
});

it('renditions are played before the main file', () => {
  const blob = (data: string, type: string) => ({ data, 'mime-type': type });
  const properties = {
    'file:content': blob('/main', 'video/quicktime'),
    'vid:transcodedVideos': [{ content: blob('/480p', 'video/mp4') }, { content: null }, null],
  };
  expect(videoSources({ ...video, properties })).toEqual([
    { src: '/480p', type: 'video/mp4' },
    { src: '/main', type: undefined },
  ]);
  expect(videoSources({ ...video, properties: { 'file:content': blob('/text', 'text/plain') } })).toEqual([]);
});
