import { describe, expect, it } from 'vitest';
import { allIds, onlyDocument, originMarker, rootIdOf } from '../../server/domain/publish-identity.ts';

const file = { accountId: 'acc', stackId: undefined, fileIds: ['f1'] };
const stack = { accountId: 'acc', stackId: 's', fileIds: ['f1', 'f2'] };

describe('an asset', () => {
  it('is known by its stack once there is one, else by its file', () => {
    expect(rootIdOf(file)).toBe('f1');
    expect(rootIdOf(stack)).toBe('s');
  });

  it('is recognised by its stack and by every file in it', () => {
    expect(allIds(file)).toEqual(['f1']);
    expect(allIds(stack)).toEqual(['s', 'f1', 'f2']);
  });

  it('belongs to one document, of however many links', () => {
    const [claim, link] = [{ documentUid: undefined }, { documentUid: 'd' }];
    expect(onlyDocument([])).toBeUndefined();
    expect(onlyDocument([claim])).toBe(claim);
    expect(onlyDocument([claim, link, { documentUid: 'd' }])).toBe(link);
  });

  it('that belongs to two documents needs somebody, who is told which', () => {
    const two = [{ documentUid: 'd' }, { documentUid: 'e' }];
    expect(() => onlyDocument(two)).toThrow(
      expect.objectContaining({ code: 'asset-in-two-documents', params: ['d, e'], needsAttention: true }) as Error,
    );
  });

  it('marks its document for one binding only', () => {
    const asset = { accountId: 'acc', rootId: 's' };
    expect(originMarker(asset, 'b1')).toBe('frameio:acc/s/b1');
    expect(originMarker(asset, 'b2')).not.toBe(originMarker(asset, 'b1'));
  });
});
