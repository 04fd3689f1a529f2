import fc from 'fast-check';

/** What a person does in Frame.io; numbers choose among what is there when it happens. */
export type ChangeThere =
  { readonly do: 'add-folder' | 'add-file' | 'bring-back'; readonly into: number } | ChangeOfAsset;
export type ChangeOfAsset =
  | {
      readonly do: 'add-version' | 'comment' | 'edit-comment' | 'complete-comment' | 'remove' | 'move-away';
      readonly asset: number;
    }
  /** The newest version out of a stack; a file onto another asset. */
  | { readonly do: 'take-out'; readonly asset: number; readonly into: number }
  | { readonly do: 'stack-on'; readonly asset: number; readonly on: number }
  | { readonly do: 'rename'; readonly asset: number; readonly name: Name }
  | { readonly do: 'move'; readonly asset: number; readonly into: number }
  | { readonly do: 'set-status'; readonly asset: number; readonly status: number };

/** What a person does in Nuxeo. */
export type ChangeHere =
  | {
      readonly do: 'retitle-here' | 'edit-here' | 'lock-here' | 'unlock-here' | 'trash-here' | 'untrash-here';
      readonly document: number;
    }
  | { readonly do: 'move-here'; readonly document: number; readonly into: number };

/** What the time between two changes brings. */
export type Happening =
  /** The oldest events that wait arrive, in an order of their own, some of them twice. */
  | { readonly do: 'deliver'; readonly count: number; readonly order: number; readonly twice: boolean }
  | { readonly do: 'lose'; readonly count: number }
  | { readonly do: 'work' }
  | { readonly do: 'crash'; readonly atCall: number; readonly afterwards: boolean }
  /** Jobs, schedule and quiet times see that it is later. */
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'refresh' };

export type Step = ChangeThere | ChangeHere | Happening;

const names = ['plain', 'the same', 'ünï côdé 🌘', 'a/b: c?', 'trailing. ', 'no extension'] as const;
type Name = (typeof names)[number];

const pick = fc.nat({ max: 30 });
const changeThere: fc.Arbitrary<ChangeThere> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add-file' as const), into: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add-folder' as const), into: pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add-version' as const), asset: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('rename' as const), asset: pick, name: fc.constantFrom(...names) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), asset: pick, into: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'move-away' as const), asset: pick }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bring-back' as const), into: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('comment' as const), asset: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('edit-comment' as const, 'complete-comment' as const),
      asset: pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take-out' as const), asset: pick, into: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stack-on' as const), asset: pick, on: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('set-status' as const), asset: pick, status: fc.nat({ max: 2 }) }),
  },
);

const changeHere: fc.Arbitrary<ChangeHere> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('retitle-here' as const, 'edit-here' as const, 'lock-here' as const, 'unlock-here' as const),
      document: pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('trash-here' as const, 'untrash-here' as const), document: pick }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move-here' as const), document: pick, into: pick }) },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 6 }) },
      ...{ order: fc.nat({ max: 1000 }), twice: fc.boolean() },
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('work' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('crash' as const), atCall: fc.integer({ min: 1, max: 60 }), afterwards: fc.boolean() },
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(5, 61, 1000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refresh' as const) }) },
);

/** Several changes to one happening, so that they meet in one run. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: changeThere },
    { weight: 2, arbitrary: changeHere },
    { weight: 4, arbitrary: happening },
  ),
  { minLength: 5, maxLength: 30 },
);

/**
 * For processes that are killed at any moment: without what meets a document in the moment between its making and its
 * first bytes, when it is renamed or trashed here, and without what only an event tells, which may come to nobody.
 */
const unclear: readonly Step['do'][] = [
  'retitle-here',
  'trash-here',
  'untrash-here',
  'edit-comment',
  'complete-comment',
];
export const changes: fc.Arbitrary<(ChangeThere | ChangeHere)[]> = fc.array(
  fc
    .oneof({ weight: 6, arbitrary: changeThere }, { weight: 1, arbitrary: changeHere })
    .filter((change) => !unclear.includes(change.do)),
  { minLength: 9, maxLength: 15 },
);
