import { chooseTheme, currentTheme, THEMES } from '../theme.js';
import { html, HostElement } from './base.js';

/** A person's choice of colours; it stays in this browser. */
class Themes extends HostElement {
  static get is() {
    return 'nuxeo-themes';
  }

  static get properties() {
    return { themes: { type: Array, value: () => THEMES }, chosen: { type: String, value: currentTheme } };
  }

  static get template() {
    return html`
      <style>
        fieldset {
          border: 0;
          margin: 0;
          padding: 0;
        }
        legend {
          padding: 0 0 8px;
          font-weight: 600;
        }
        label {
          display: flex;
          gap: 8px;
          align-items: center;
          padding: 8px 0;
          cursor: pointer;
        }
        input {
          accent-color: var(--nuxeo-primary-color);
        }
      </style>
      <nuxeo-page>
        <div slot="header">[[i18n('host.themes.heading')]]</div>
        <nuxeo-card
          ><fieldset>
            <legend>[[i18n('host.themes.choose')]]</legend>
            <dom-repeat items="[[themes]]">
              <template>
                <label>
                  <input
                    type="radio"
                    name="theme"
                    value="[[item]]"
                    checked="[[_isChosen(item, chosen)]]"
                    on-change="_choose"
                  />
                  [[_label(item, i18n)]]
                </label>
              </template>
            </dom-repeat>
          </fieldset></nuxeo-card
        >
        <nuxeo-slot name="THEMES"></nuxeo-slot
      ></nuxeo-page>
    `;
  }

  _isChosen(name, chosen) {
    return name === chosen;
  }

  _label(name) {
    return this.i18n(`host.themes.${name}`);
  }

  _choose(event) {
    this.chosen = event.target.value;
    chooseTheme(this.chosen);
  }
}

customElements.define(Themes.is, Themes);
