import { describe, expect, it } from 'vitest';
import { gateVerdict, isApproved, presetApproved } from '../../server/domain/approval.ts';
import type { ApprovalGate } from '../../server/domain/binding.ts';

const none = { optionId: undefined, label: undefined };
const open = { optionId: 'o', label: 'In Progress' };
const done = { optionId: 'a', label: 'Approved' };

describe('the approval gate', () => {
  it.each<[ApprovalGate, typeof none | typeof open, string]>([
    ['off', none, 'unlock'],
    ['off', open, 'unlock'],
    ['off', done, 'unlock'],
    ['warn', none, 'unlock'],
    ['warn', open, 'keep-locked'],
    ['warn', done, 'unlock'],
    ['require', none, 'refuse'],
    ['require', open, 'refuse'],
    ['require', done, 'unlock'],
  ])('%s with %j: %s', (gate, status, verdict) => {
    expect(gateVerdict(gate, status, ['a'])).toBe(verdict);
  });

  it('takes what an administrator chose for approved, whatever its label is', () => {
    expect(isApproved(open, ['o', 'a'])).toBe(true);
    expect(isApproved(done, ['o'])).toBe(false);
    expect(isApproved(none, [])).toBe(false);
  });

  it('takes every option labelled Approved where nobody chose', () => {
    const options = ['Approved', ' approved ', 'Not Approved', 'Approved by Ana'].map((label, id) => ({
      id: `${id}`,
      label,
    }));
    expect(presetApproved(options)).toEqual(['0', '1']);
  });
});
