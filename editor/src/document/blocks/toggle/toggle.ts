import { ListCollapse } from 'lucide-react';
import { $createToggleNode } from '../../../content/nodes/toggle.ts';
import type { Action } from '../../actions/action.ts';
import { $wrapSelected } from '../containers/wrap.ts';

export const TOGGLE: Action = {
  name: 'toggle',
  icon: ListCollapse,
  run: (editor) => editor.update(() => $wrapSelected($createToggleNode())),
  isDisabled: (state) => state.readOnly,
};
