### Why a source of signed distrust lists gave nothing, or not all. Clauses.

remark-carrier_address = this is no address that can be asked
remark-carrier_too_many_sources = there are more than { $max } sources
remark-carrier_no_host = no address was found for the name of the host
remark-carrier_no_connection = no connection came about
remark-carrier_no_tls = there was a connection, but no TLS over it
remark-carrier_too_slow = it took too long
remark-carrier_broken = the answer ended too early, or was no HTTP
remark-carrier_status = the server answered with the status { $status }
remark-carrier_redirect = the server led elsewhere than to the same file on the same host
remark-carrier_encoded = the server compressed the file, though it was not asked to
remark-carrier_too_large = the file { $file } has more than the { $max } bytes that were left for it
remark-carrier_missing = the file { $file } is not there
remark-carrier_unreadable = the file { $file } cannot be read, or is no regular file
remark-carrier_latest = what the source shows first cannot be read: { $why }
remark-carrier_set_form = a set of publishers cannot be read: { $why }
remark-carrier_set = a set of publishers cannot be used: { $why }
remark-carrier_signatures = a distrust list cannot be used: { $why }
remark-carrier_update = a distrust list does not replace the one that is held here: { $why }
remark-carrier_bundle_form = the bundle cannot be read: { $why }
remark-carrier_bundle = nothing of the bundle is taken: { $why }
