module twincloud.dev/drill/programs/relay

go 1.26
