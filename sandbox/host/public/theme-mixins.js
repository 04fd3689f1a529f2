import '@polymer/polymer/lib/elements/custom-style.js';
import '@polymer/iron-flex-layout/iron-flex-layout.js';
import '@polymer/paper-styles/default-theme.js';

const template = document.createElement('template');
template.innerHTML = `
  <custom-style>
    <style is="custom-style">
      html {
        --nuxeo-card: {
          background-color: var(--nuxeo-box);
          color: var(--nuxeo-text-default);
          border-radius: 4px;
          margin-bottom: 16px;
        }
        --nuxeo-dialog: {
          min-width: min(480px, calc(100vw - 32px));
          box-sizing: border-box;
          max-width: calc(100vw - 32px);
          background-color: var(--nuxeo-dialog-background);
          color: var(--nuxeo-text-default);
          border-radius: 4px;
        }
        --nuxeo-link: {
          color: var(--nuxeo-link-color);
          text-decoration: none;
          cursor: pointer;
        }
        --nuxeo-link-hover: {
          color: var(--nuxeo-link-hover-color);
        }
        --nuxeo-tag: {
          display: inline-block;
          background-color: var(--nuxeo-tag-background);
          color: var(--nuxeo-tag-text);
          border-radius: 2em;
          padding: 0.1em 0.6em;
          font-size: 0.85rem;
        }
        --nuxeo-label: {
          font-weight: 600;
          color: var(--nuxeo-text-default);
        }
        --nuxeo-action-button-label: {
          margin-inline-start: 0.5em;
          margin-inline-end: 1em;
          white-space: nowrap;
        }
        --nuxeo-actions-menu-main: {
          color: inherit;
        }
        --nuxeo-actions-menu-dropdown: {
          padding: 0 0.5em;
          color: var(--nuxeo-text-default);
        }
        --nuxeo-tree-theme: {
          padding: 0 1rem;
        }
        --nx-button-primary: {
          background-color: var(--nuxeo-button-primary);
          color: var(--nuxeo-button-primary-text);
          font-weight: 600;
          text-transform: none;
        }
        --nx-button-primary-hover: {
          background-color: var(--nuxeo-button-primary-focus);
        }
        --nx-button-secondary: {
          background-color: transparent;
          color: var(--nuxeo-text-default);
          border: 1px solid var(--nuxeo-border);
          text-transform: none;
        }
        --nx-button-disabled: {
          background-color: var(--nuxeo-button-disabled);
          color: var(--nuxeo-button-disabled-text);
        }
        --paper-listbox-background-color: var(--nuxeo-dialog-background);
        --paper-listbox-color: var(--nuxeo-text-default);
        --paper-dialog-background-color: var(--nuxeo-dialog-background);
        --paper-dialog-color: var(--nuxeo-text-default);
        --paper-menu-button-dropdown-background: var(--nuxeo-dialog-background);
        --paper-input-container-input-color: var(--nuxeo-text-default);
        --paper-input-container-color: var(--secondary-text-color);
        --paper-input-container-focus-color: var(--nuxeo-primary-color);
        --paper-checkbox-checked-color: var(--nuxeo-primary-color);
        --paper-toggle-button-checked-bar-color: var(--nuxeo-primary-color);
        --paper-toggle-button-checked-button-color: var(--nuxeo-primary-color);
        --paper-progress-active-color: var(--nuxeo-primary-color);
        --paper-spinner-color: var(--nuxeo-primary-color);
      }
    </style>
  </custom-style>
`;
document.head.append(template.content);
