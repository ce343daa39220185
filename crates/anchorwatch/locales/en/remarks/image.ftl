### Why a container image cannot be read. Clauses.

remark-image_io = { $why }
remark-image_not_an_image = it is neither an OCI archive nor the output of docker save
remark-image_damaged = { $part } is damaged: { $why }
remark-image_missing = { $part } is not in the file
remark-image_mismatch = { $part } does not have the SHA-256 or the size that the image names
remark-image_unsupported = { $part } is not read: { $form }
remark-image_too_large = { $unit ->
        [parts] { $part } has more than { $max } parts
        [images] { $part } has more than { $max } images
        [levels] { $part } is nested more than { $max } deep
        [layers] { $part } has more than { $max } layers
       *[bytes] { $part } has more than { $max } bytes
    }
remark-image_format = { $part } cannot be parsed: { $why }
remark-image_entry = the entry { $path } of { $part } cannot be a file of a container: { $why }
remark-image_several = there are several images in the file
remark-image_none_chosen = no image in the file has this name, digest or platform
remark-image_part_file = the file
remark-image_part_sparse_file = a sparse file
remark-image_part_named = the part { $name }
remark-image_damage_ends_early = it ends in the middle of an entry
remark-image_damage_long_headers = its headers are too long
remark-image_damage_long_entry = an entry is too long
remark-image_damage_not_tar = a header is not one of a tar archive
remark-image_damage_packing = its compressed data cannot be read
remark-image_damage_fills_disk = it fills the disk
remark-image_damage_piece_outside = a piece lies outside of it
remark-image_form_compressed = it is compressed with { $with }
remark-image_form_unpacks = it unpacks to more than { $times } times its size, or fills the disk
remark-image_form_digest = it is not the SHA-256 of a part
remark-image_form_system = it is for { $name }
remark-image_entry_name = no file system can have this name
remark-image_entry_not_a_folder = its path leads through something that is not a folder
remark-image_entry_loop = its path leads through too many links
remark-image_entry_hard_link = it is a hard link to something that does not exist or is a folder
remark-image_entry_root = the root of an image is a folder
remark-image_entry_too_many = the image has more than { $max } entries
remark-image_entry_too_long = the names of the image have more than { $max } bytes
