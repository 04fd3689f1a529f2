import { matches } from '../people/people-bodies.ts';
import { userId } from '../people/people-json.ts';
import type { Group, User } from '../people/directory.ts';
import type { Json } from '../web/entities.ts';
import type { OperationCall, OperationResult } from './operations.ts';

/** What the choosers of people and groups in Web UI ask for. */
export function suggestPeople(call: OperationCall): OperationResult {
  const { directory } = call.session.repository;
  const term = call.optional('searchTerm') ?? '';
  const kind = call.optional('searchType') ?? '';
  const users = [...directory.users.values()].filter(({ username, firstName, lastName, email }) =>
    matches(term, [username, firstName, lastName, email]),
  );
  const groups = [...directory.groups.values()].filter(({ groupname, grouplabel }) =>
    matches(term, [groupname, grouplabel]),
  );
  const found = [
    ...(kind === 'GROUP_TYPE' ? [] : users.map((user) => userEntry(call, user))),
    ...(kind === 'USER_TYPE' ? [] : groups.map(groupEntry)),
  ];
  return { kind: 'json', json: found };
}

function userEntry({ world }: OperationCall, { username, firstName, lastName, email, company }: User): Json {
  const id = userId(world, username);
  const displayLabel = `${firstName} ${lastName}`.trim() || username;
  return {
    id,
    username,
    firstName,
    lastName,
    email,
    company,
    displayLabel,
    type: 'USER_TYPE',
    prefixed_id: `user:${id}`,
  };
}

function groupEntry({ groupname, grouplabel, description }: Group): Json {
  const displayLabel = grouplabel || groupname;
  return {
    id: groupname,
    groupname,
    grouplabel,
    description,
    displayLabel,
    type: 'GROUP_TYPE',
    prefixed_id: `group:${groupname}`,
  };
}
