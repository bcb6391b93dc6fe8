/**
 * How many features PyRadiomics 3 gives where none is named: of the original image in three dimensions (shape 14, first order 18, GLCM 24, GLDM 14, GLRLM 16,
 * GLSZM 16, NGTDM 5), and of one filtered image, which has no shape (its documentation, "Radiomic Features").
 */
export const originalFeatures = 107;
export const filteredFeatures = 93;
export const shapeFeatures = 14;
