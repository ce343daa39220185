### How a tree keeps its roots.

remark-no_system_store = no system store that we know is here: the programs of this tree bring their own roots, or keep them where this version does not look
remark-not_refusable_yet = the stores of { $layout } were read; `block` does not know yet how to refuse a key in them
remark-layout_not_refusable = this tree keeps its roots as { $layouts } does. They were read, and how to refuse a key there is not known yet; nothing was changed
