import { MessageSquareQuote } from 'lucide-react';
import { $createCalloutNode } from '../../../content/nodes/callout.ts';
import type { Action } from '../../actions/action.ts';
import { $wrapSelected } from '../containers/wrap.ts';

export const CALLOUT: Action = {
  name: 'callout',
  icon: MessageSquareQuote,
  run: (editor) => editor.update(() => $wrapSelected($createCalloutNode())),
  isDisabled: (state) => state.readOnly,
};
