/** The form's fields as the API names them, in their order, with their labels. */
export const textFields = [
  { name: 'serviceName', label: 'frameio.admin.provider.service-name', required: true, hint: undefined },
  { name: 'description', label: 'frameio.admin.provider.description', required: false, hint: undefined },
  {
    name: 'clientId',
    label: 'frameio.admin.provider.client-id',
    required: true,
    hint: 'frameio.admin.provider.client-id.hint',
  },
  { name: 'clientSecret', label: 'frameio.admin.provider.client-secret', required: true, hint: undefined },
  {
    name: 'authorizationServerUrl',
    label: 'frameio.admin.provider.authorization-url',
    required: true,
    hint: undefined,
  },
  { name: 'tokenServerUrl', label: 'frameio.admin.provider.token-url', required: true, hint: undefined },
  {
    name: 'userAuthorizationUrl',
    label: 'frameio.admin.provider.user-url',
    required: false,
    hint: 'frameio.admin.provider.user-url.hint',
  },
  {
    name: 'scopes',
    label: 'frameio.admin.provider.scopes',
    required: true,
    hint: 'frameio.admin.provider.scopes.hint',
  },
] as const;
export type TextField = (typeof textFields)[number];
export type FieldName = TextField['name'] | 'redirectUri';

export function isFieldName(name: string | undefined): name is FieldName {
  return name === 'redirectUri' || textFields.some((field) => field.name === name);
}

/**
 * Fields that cannot stay empty. A secret can, as long as one is stored and still goes to the same place for the same
 * client.
 */
export function missingFields(
  form: Readonly<Record<string, string>>,
  before: { readonly clientId: string; readonly tokenServerUrl: string; readonly clientSecretMasked: string },
): FieldName[] {
  const isSame = before.clientId === form['clientId'] && before.tokenServerUrl === form['tokenServerUrl'];
  const keepsSecret = isSame && before.clientSecretMasked !== '';
  return textFields
    .filter(({ name, required }) => required && !form[name] && !(name === 'clientSecret' && keepsSecret))
    .map(({ name }) => name);
}
