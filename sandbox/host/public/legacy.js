import moment from '@nuxeo/moment';
import { FiltersBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-filters-behavior.js';
import { FormatBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-format-behavior.js';
import { I18nBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-i18n-behavior.js';
import { LayoutBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-layout-behavior.js';
import { RoutingBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-routing-behavior.js';
import { NotifyBehavior } from '@nuxeo/nuxeo-elements/nuxeo-notify-behavior.js';
import { mixinBehaviors } from '@polymer/polymer/lib/legacy/class.js';
import { Polymer } from '@polymer/polymer/lib/legacy/polymer-fn.js';
import { dom } from '@polymer/polymer/lib/legacy/polymer.dom.js';
import { Debouncer } from '@polymer/polymer/lib/utils/debounce.js';
import { html, PolymerElement } from '@polymer/polymer/polymer-element.js';

// Add-ons written for Polymer find these; ours must not need them.
Object.assign(window.Nuxeo, {
  FiltersBehavior,
  FormatBehavior,
  I18nBehavior,
  LayoutBehavior,
  NotifyBehavior,
  RoutingBehavior,
});
Object.assign(Polymer, { dom, html, mixinBehaviors, Debouncer });
Object.assign(window, { Polymer, PolymerElement, moment });
