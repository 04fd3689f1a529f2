import { describe, expect, it } from 'vitest';
import { assetMetadata, type MetadataField } from '../../server/domain/asset-metadata.ts';

const field = (name: string, value: MetadataField['value'], options: MetadataField['options'] = []): MetadataField => ({
  name,
  value,
  options,
});
const about = (...metadata: MetadataField[]) => assetMetadata({ metadata });

describe('asset metadata', () => {
  it('reads what the media says', () => {
    const metadata = about(
      field('Video Codec', 'prores'),
      field('Resolution', '3840 x 2160'),
      field('Frame Rate', 25),
      field('Duration', 36_225.92),
      field('Comment Count', 3),
      field('Status', undefined, [{ id: 'o-1', label: 'Approved' }]),
    );
    expect(metadata).toEqual({
      codec: 'prores',
      resolution: '3840 x 2160',
      fps: 25,
      durationSeconds: 36_225.92,
      frames: 905_648,
      statusId: 'o-1',
      statusLabel: 'Approved',
      commentCount: 3,
    });
  });

  it('knows nothing of an asset without metadata', () => {
    const nothing = Object.values(assetMetadata({ metadata: undefined }));
    expect(nothing.every((value) => value === undefined)).toBe(true);
    expect(about()).toEqual(assetMetadata({ metadata: undefined }));
  });

  it('compares names without case, spaces and punctuation', () => {
    expect(about(field('frame_rate', 24)).fps).toBe(24);
    expect(about(field('FRAME RATE', '24 fps')).fps).toBe(24);
    expect(about(field('fps', '23.976')).fps).toBe(23.976);
    expect(about(field('Codec', 'hevc')).codec).toBe('hevc');
  });

  it('prefers the codec of the picture to the codec of the sound', () => {
    expect(about(field('Audio Codec', 'aac'), field('Video Codec', 'h264')).codec).toBe('h264');
    expect(about(field('Audio Codec', 'aac')).codec).toBe('aac');
  });

  it('takes the next name when the first one has no value', () => {
    expect(about(field('Video Codec', ''), field('Codec', 'h264')).codec).toBe('h264');
  });

  it.each([
    [[field('Resolution', '1920x1080')], '1920 x 1080'],
    [[field('Dimensions', '1920 × 1080 px')], '1920 x 1080'],
    [[field('Resolution - Width', 1920), field('Resolution - Height', 1080)], '1920 x 1080'],
    [[field('Resolution', 'UHD')], 'UHD'],
    [[field('Resolution - Width', 1920)], undefined],
  ])('writes the resolution one way: %j', (fields, resolution) => {
    expect(about(...fields).resolution).toBe(resolution);
  });

  it.each([
    [12.5, 12.5],
    ['12.5 s', 12.5],
    ['00:01:02', 62],
    ['00:01:02.5', 62.5],
    ['01:00:00:12', 3600.5],
    [0, undefined],
    ['soon', undefined],
  ])('takes the duration %j as %j seconds', (value, seconds) => {
    expect(about(field('Duration', value), field('Frame Rate', 24)).durationSeconds).toBe(seconds);
  });

  it('believes a count of frames before it makes one', () => {
    expect(about(field('Frame Count', 1001), field('Duration', 40), field('Frame Rate', 25)).frames).toBe(1001);
    expect(about(field('Duration', 40)).frames).toBeUndefined();
  });

  it('has no status where nobody chose one', () => {
    expect(about(field('Status', undefined))).toMatchObject({ statusId: undefined, statusLabel: undefined });
  });

  it('counts no comments as nought, not as unknown', () => {
    expect(about(field('Comment Count', 0)).commentCount).toBe(0);
  });
});
