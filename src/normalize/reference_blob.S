/* The packed reference data, read in place (packed_table.h). DOUBLON_REFERENCE_BLOB is the path of the blob. */
    .section .rodata
    .balign 64
    .global doublon_reference_blob
    .hidden doublon_reference_blob
    .type doublon_reference_blob, @object
doublon_reference_blob:
    .incbin DOUBLON_REFERENCE_BLOB
doublon_reference_blob_end:
    .size doublon_reference_blob, doublon_reference_blob_end - doublon_reference_blob
    .section .note.GNU-stack, "", @progbits
