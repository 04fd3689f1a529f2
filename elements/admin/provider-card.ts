import { html, nothing } from 'lit';
import type { ProviderAnswer } from '../../server/contract/provider.ts';
import { formatMoment } from '../shared/format.ts';
import { i18n } from '../shared/i18n.ts';

/** What is stored, read back: everything but the secret (N18, N36). */
export function providerCard(provider: ProviderAnswer): unknown {
  const { savedAt, savedBy } = provider;
  const saved =
    savedAt !== null && savedBy !== null ? i18n('frameio.admin.card.saved', formatMoment(savedAt), savedBy) : '';
  const fields: [string, string][] = [
    [i18n('frameio.admin.provider.client-id'), provider.clientId],
    [i18n('frameio.admin.provider.client-secret'), provider.clientSecretMasked],
    [i18n('frameio.admin.redirect'), provider.redirectUri],
    [i18n('frameio.admin.provider.scopes'), provider.scopes.join(' ')],
    ['PKCE', i18n(provider.pkce ? 'frameio.admin.card.on' : 'frameio.admin.card.off')],
    [
      i18n('frameio.admin.provider.enabled'),
      i18n(provider.enabled ? 'frameio.admin.card.on' : 'frameio.admin.card.off'),
    ],
    [
      i18n('frameio.admin.provider.service-enabled'),
      i18n(provider.serviceEnabled ? 'frameio.admin.card.on' : 'frameio.admin.card.off'),
    ],
  ];
  return html`
    <dl>
      ${fields.map(
        ([label, value]) =>
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${saved ? html`<p class="hint">${saved}</p>` : nothing}
  `;
}
